using Ganss.Xss;

namespace ItsmServerless.Intake.Mime;

/// <summary>What of a mail's HTML may be shown: text, tables, links, and images of the same mail.</summary>
/// <remarks>Nothing else is let in, neither svg nor math (CVE-2023-44390), forms, scripts, style sheets or remote content;
/// an image is the mail's own file, named by its content id (RFC 2392), and comes within the text.</remarks>
internal static class SafeHtml
{
    private const int MostImageBytes = 4 << 20;
    private static readonly string[] Images = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    private static readonly string[] Tags =
    [
        "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite",
        "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre",
        "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
        "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    ];

    private static readonly string[] Attributes =
    [
        "href", "src", "alt", "title", "width", "height", "align", "valign", "border", "cellpadding", "cellspacing", "colspan",
        "rowspan", "bgcolor", "color", "face", "size", "dir", "lang", "start", "style",
    ];

    /// <summary>None of them takes an address.</summary>
    private static readonly string[] Styles =
    [
        "color", "background-color", "font-family", "font-size", "font-style", "font-weight", "text-align",
        "text-decoration", "text-indent", "line-height", "vertical-align", "white-space", "direction", "width", "max-width",
        "margin", "margin-top", "margin-right", "margin-bottom", "margin-left", "padding", "padding-top", "padding-right",
        "padding-bottom", "padding-left", "border-collapse", "border-top-width", "border-right-width",
        "border-bottom-width", "border-left-width", "border-top-style", "border-right-style", "border-bottom-style",
        "border-left-style", "border-top-color", "border-right-color", "border-bottom-color", "border-left-color",
    ];

    /// <summary>Null when there is no HTML, or more than is taken to pieces for a page.</summary>
    public static string? Of(InboundMail mail)
    {
        if (mail.Html is not { } html || HtmlBudget.IsOver(html)) return null;
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = Set(Tags),
            AllowedAttributes = Set(Attributes),
            AllowedCssProperties = Set(Styles),
            AllowedSchemes = Set("http", "https", "mailto", "tel"),
            AllowedAtRules = new HashSet<AngleSharp.Css.Dom.CssRuleType>(),
            UriAttributes = Set("href", "src"),
        });
        var left = MostImageBytes;
        sanitizer.FilterUrl += (_, found) => found.SanitizedUrl = found.Tag.LocalName == "img"
            ? ImageOf(mail, found.OriginalUrl, ref left)
            : LinkOf(found.SanitizedUrl);
        return sanitizer.Sanitize(html);
    }

    /// <summary>An image of the mail as an address that holds it; null for anything else, so that it goes.</summary>
    private static string? ImageOf(InboundMail mail, string url, ref int left)
    {
        if (!url.TrimStart().StartsWith("cid:", StringComparison.OrdinalIgnoreCase)) return null;
        var id = Uri.UnescapeDataString(url.Trim()["cid:".Length..]);
        var file = mail.Files.FirstOrDefault(file => file.ContentId == id && Images.Contains(file.ContentType));
        if (file is null || (left -= file.Content.Length) < 0) return null;
        return $"data:{file.ContentType};base64,{Convert.ToBase64String(file.Content.Span)}";
    }

    /// <summary>A link leads outside: one without a scheme would lead to us.</summary>
    private static string? LinkOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" or "mailto" or "tel" ? url : null;

    private static HashSet<string> Set(params string[] words) => new(words, StringComparer.OrdinalIgnoreCase);
}
