using System.Text.Json;
using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Notifications;

/// <summary>An Adaptive Card 1.4, the newest that Teams shows everywhere.</summary>
/// <param name="Content">The card's JSON, at most <see cref="MostBytes"/> of UTF-8.</param>
public sealed record TeamsCard(JsonElement Content)
{
    /// <summary>What Teams takes of a message, envelope and all, is 28 KB; the rest is for the envelope.</summary>
    /// <remarks>learn.microsoft.com/microsoftteams/limits-specifications-teams.</remarks>
    public const int MostBytes = 27 * 1024;

    private const int LongestText = 4_000;

    /// <summary>The card's size on the wire.</summary>
    public int Bytes => JsonSerializer.SerializeToUtf8Bytes(Content, Json.Stored).Length;

    /// <summary>The card that says what a mail says. Long texts are cut until it fits.</summary>
    public static TeamsCard Of(MailContent content)
    {
        for (var longest = LongestText; ; longest /= 2)
        {
            var card = new TeamsCard(JsonSerializer.SerializeToElement(Written(content, longest)));
            if (card.Bytes <= MostBytes) return card;
        }
    }

    /// <summary>The message that a workflow takes cards in.</summary>
    internal object Message() => new
    {
        Type = "message",
        Attachments = new[]
        {
            new { ContentType = "application/vnd.microsoft.card.adaptive", ContentUrl = (string?)null, Content },
        },
    };

    private static JsonObject Written(MailContent content, int longest) => new()
    {
        ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
        ["type"] = "AdaptiveCard",
        ["version"] = "1.4",
        ["body"] = new JsonArray(
            [Heading(content, longest), .. content.Blocks.Select(block => Element(block, longest)).OfType<JsonNode>()]),
        ["actions"] = new JsonArray([.. content.Blocks.OfType<Button>().Select(Action)]),
    };

    private static JsonObject Heading(MailContent content, int longest)
    {
        var heading = TextBlock(content.Subject, longest);
        heading["weight"] = "Bolder";
        return heading;
    }

    private static JsonObject? Element(MailBlock block, int longest) => block switch
    {
        Paragraph paragraph => TextBlock(paragraph.Text, longest),
        Quotation quotation => new()
        {
            ["type"] = "Container",
            ["style"] = "emphasis",
            ["items"] = new JsonArray(TextBlock(quotation.Text, longest)),
        },
        Details details => new()
        {
            ["type"] = "FactSet",
            ["facts"] = new JsonArray([.. details.Rows.Select(row => Fact(row, longest))]),
        },
        _ => null, // Buttons stand below the text; a card cannot be answered.
    };

    private static JsonObject TextBlock(string text, int longest) => new()
    {
        ["type"] = "TextBlock",
        ["text"] = CardText.Plain(text, longest),
        ["wrap"] = true,
    };

    private static JsonNode Fact(Detail row, int longest) => new JsonObject
    {
        ["title"] = CardText.Plain(row.Name, longest),
        ["value"] = CardText.Plain(row.Value, longest),
    };

    private static JsonNode Action(Button button) => new JsonObject
    {
        ["type"] = "Action.OpenUrl",
        ["title"] = button.Label,
        ["url"] = button.Url,
    };
}
