using System.Text.Json;
using CsCheck;
using ItsmServerless.Notifications;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Notifications;

public sealed class TeamsCardTests
{
    [Theory]
    [InlineData("Mail is down", "Mail is down")]
    [InlineData("[Reset](https://evil.example)", "\\[Reset\\](https://evil.example)")]
    [InlineData("<https://evil.example>", "\\<https://evil.example\\>")]
    [InlineData("**urgent** _now_", "\\*\\*urgent\\*\\* \\_now\\_")]
    [InlineData("- one", "\\- one")]
    [InlineData("12. one", "12\\. one")]
    [InlineData("at 12.30", "at 12.30")]
    [InlineData("87.5 % is used up", "87.5 % is used up")]
    [InlineData("a. b", "a. b")]
    [InlineData("INC-000001", "INC-000001")]
    [InlineData("a\\[b](c)", "a\\\\\\[b\\](c)")]
    [InlineData("a\r\n# b", "a\n\n\\# b")]
    [InlineData("a\0b\tc", "a b c")]
    public void Text_StaysText(string text, string expected) => Assert.Equal(expected, CardText.Plain(text, 100));

    [Fact]
    public void Text_OfAnyKind_HasNoMarkOfALink() => Gen.String.Sample(text =>
        !CardText.Plain(text, 100).Replace(@"\\", "", StringComparison.Ordinal)
            .Replace(@"\[", "", StringComparison.Ordinal).Contains('[', StringComparison.Ordinal));

    [Fact]
    public void Text_IsCut_NotInsideACharacter() => Assert.Equal("a…", CardText.Plain("a😀b", 2));

    [Fact]
    public void Card_IsAnAdaptiveCard14_ThatSaysWhatTheMailSays()
    {
        var card = TeamsCard.Of(new("[INC-1] Mail", [
            new Paragraph("It is late."), new Quotation("Help"), new Details([new("Due", "today")]), new Button("Open", "https://itsm.example/x"),
        ])).Content;
        Assert.Equal(("AdaptiveCard", "1.4"), (card.GetProperty("type").GetString(), card.GetProperty("version").GetString()));
        Assert.Equal(
            ["TextBlock", "TextBlock", "Container", "FactSet"],
            card.GetProperty("body").EnumerateArray().Select(element => element.GetProperty("type").GetString()));
        Assert.Equal("https://itsm.example/x", card.GetProperty("actions")[0].GetProperty("url").GetString());
    }

    [Fact]
    public void Message_IsAnEnvelopeWithTheCard()
    {
        var message = JsonSerializer.SerializeToElement(TeamsCard.Of(new("x", [])).Message(), ItsmServerless.Kernel.Http.Json.Options);
        var attachment = Assert.Single(message.GetProperty("attachments").EnumerateArray());
        Assert.Equal("message", message.GetProperty("type").GetString());
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment.GetProperty("contentType").GetString());
        Assert.Equal("AdaptiveCard", attachment.GetProperty("content").GetProperty("type").GetString());
    }

    /// <summary>learn.microsoft.com/microsoftteams/limits-specifications-teams: 28 KB.</summary>
    [Theory]
    [InlineData('x')]
    [InlineData('[')]
    [InlineData('€')]
    public void Card_OfTooMuchText_IsCutUntilItFits(char c)
    {
        var text = new string(c, 300_000);
        var card = TeamsCard.Of(new(text, [.. Enumerable.Repeat(new Quotation(text), 20)]));
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(card.Message(), ItsmServerless.Kernel.Http.Json.Options).Length, 1, 28 * 1024);
    }

    [Theory]
    [InlineData(0, null, 10)]
    [InlineData(3, null, 80)]
    [InlineData(90, null, 900)]
    [InlineData(0, 42, 42)]
    [InlineData(5, 0, 1)]
    [InlineData(0, 86_400, 3_600)]
    public void Wait_IsWhatTheChannelAsksFor_WithinReason_ElseLongerEachTime(int tries, int? asked, int seconds) => Assert.Equal(
        Duration.FromSeconds(seconds),
        CardDelivery.Wait(tries, asked is { } after ? Duration.FromSeconds(after) : null));
}
