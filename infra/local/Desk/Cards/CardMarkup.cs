using System.Text.Json;
using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Cards;

/// <summary>Draws Adaptive Cards 1.4 plainly: what our cards are made of; the rest is shown as its JSON.</summary>
/// <remarks>
/// https://adaptivecards.io/explorer/ describes the elements. Nothing of a card is loaded from anywhere: images are
/// their texts.
/// </remarks>
internal static class CardMarkup
{
    private const string CardType = "application/vnd.microsoft.card.adaptive";

    /// <summary>What was posted: a message with cards attached, or a card.</summary>
    public static Html OfPost(JsonElement post)
    {
        var cards = post.Items("attachments")
            .Where(attachment => attachment.Text("contentType") == CardType)
            .Select(attachment => attachment.Member("content"))
            .ToList();
        if (cards.Count > 0)
            return Html.Of($"{Said(post)}{cards.Select(OfCard)}");
        return post.Text("type") == "AdaptiveCard" ? OfCard(post) : Unknown(post);
    }

    private static Html Said(JsonElement post) =>
        post.Text("text") is { Length: > 0 } text ? Html.Of($"<p>{text}</p>") : Html.None;

    private static Html OfCard(JsonElement card) => Html.Of(
        $"<div class=\"card\">{card.Items("body").Select(Element)}{CardActions.Of(card.Items("actions"))}</div>");

    private static Html Element(JsonElement element) => element.Text("type") switch
    {
        _ when element.Member("isVisible").ValueKind == JsonValueKind.False => Html.None,
        "TextBlock" => TextBlock(element),
        "RichTextBlock" => Html.Of($"<p>{element.Items("inlines").Select(Run)}</p>"),
        "FactSet" => Facts(element),
        "ColumnSet" => Html.Of($"<div class=\"card-columns\">{element.Items("columns").Select(Column)}</div>"),
        "Container" => Container(element),
        "ActionSet" => CardActions.Of(element.Items("actions")),
        "Image" => Image(element),
        "ImageSet" => Html.Join(element.Items("images").Select(Image)),
        _ => Unknown(element),
    };

    private static Html TextBlock(JsonElement block)
    {
        var look = string.Join(' ', new[]
        {
            "text",
            Known(block.Text("size"), "small", "medium", "large", "extralarge") is { } size ? $"size-{size}" : null,
            Known(block.Text("weight"), "bolder", "lighter") is { } weight ? $"weight-{weight}" : null,
            Known(block.Text("color"), "good", "warning", "attention", "accent") is { } tone ? $"color-{tone}" : null,
            block.Member("isSubtle").ValueKind == JsonValueKind.True ? "subtle" : null,
        }.OfType<string>());
        return Html.Of($"<p class=\"{look}\">{CardText.Of(block.Text("text"))}</p>");
    }

    private static Html Run(JsonElement run) => run.ValueKind == JsonValueKind.String
        ? Html.Text(run.GetString())
        : Html.Text(run.Text("text"));

    private static Html Facts(JsonElement set) => Elements.Facts(
        set.Items("facts").Select(fact => (fact.Text("title"), CardText.Of(fact.Text("value")))));

    private static Html Column(JsonElement column)
    {
        var width = column.Text("width") == "auto" ? "auto" : "stretch";
        return Html.Of($"<div class=\"{width}\">{column.Items("items").Select(Element)}</div>");
    }

    private static Html Container(JsonElement container)
    {
        var style = Known(container.Text("style"), "emphasis", "good", "attention", "warning", "accent") ?? "default";
        return Html.Of($"<div class=\"card-box {style}\">{container.Items("items").Select(Element)}</div>");
    }

    private static Html Image(JsonElement image) => Html.Of(
        $"<p class=\"subtle\">Image: {(image.Text("altText") is { Length: > 0 } text ? text : image.Text("url"))}</p>");

    private static Html Unknown(JsonElement element) => Elements.Fold(
        element.Text("type") is { Length: > 0 } type ? $"{type} (not drawn)" : "Not a card",
        Elements.Source(element.ValueKind == JsonValueKind.Undefined ? "" : PrettyJson.Of(element)));

    private static string? Known(string value, params string[] known) =>
        known.FirstOrDefault(one => one.Equals(value, StringComparison.OrdinalIgnoreCase));
}
