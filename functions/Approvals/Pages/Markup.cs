using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals.Pages;

/// <summary>The parts that all pages behind links are made of. Every value is encoded on its way in; there are no
/// scripts.</summary>
internal static class Markup
{
    public static string Encode(string text) => HtmlText.Encode(text);

    /// <summary>A whole page. Title and kicker are encoded here, the rest is markup.</summary>
    /// <param name="kicker">Above the heading: what the page is about.</param>
    /// <param name="width">A class: <c>narrow</c>, or empty for the widest.</param>
    /// <param name="skip">What stands before everything; a link over it.</param>
    public static string Page(
        Language language, string title, string kicker, string main, string width = "narrow", string skip = "") => $"""
        <!doctype html>
        <html lang="{Words<Language>.Of(language)}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="robots" content="noindex"><title>{Encode(title)}</title><style>{PageStyle.Css}</style></head>
        <body>{skip}
        <header class="{width}"><p class="kicker">{Encode(kicker)}</p></header>
        <main class="{width}">
        {main}
        </main>
        </body></html>
        """;

    /// <summary>A name and its value in a list of facts; nothing for no value.</summary>
    public static string Fact(string name, string? value, bool isWide = false) => string.IsNullOrEmpty(value)
        ? ""
        : $"<div{(isWide ? " class=\"wide\"" : "")}><dt>{Encode(name)}</dt><dd>{Encode(value)}</dd></div>\n";

    /// <summary>A fact whose value is a time.</summary>
    public static string Time(Reader reader, Instant at) =>
        $"<time datetime=\"{at}\">{Encode(reader.When(at))}</time>";

    /// <summary>Something to be seen first.</summary>
    /// <param name="kind">A class: good, bad, warn; empty for calm.</param>
    /// <param name="content">Already encoded.</param>
    public static string Banner(string kind, string content, string attributes = "") =>
        $"<div class=\"banner {kind}\"{attributes}>{Icon(kind)}<div>{content}</div></div>\n";

    /// <summary>What tells programs which refusal a page is.</summary>
    public static string CodeOf(Problem? problem) =>
        problem is null ? "" : $" data-code=\"{problem.Code.ToText()}\"";

    /// <summary>A mark that says again what the text beside it says.</summary>
    public static string Icon(string kind) => $"""
        <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor"
        stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{PathOf(kind)}</svg>
        """;

    private static string PathOf(string kind) => kind switch
    {
        "good" or "approved" => "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M8 12.5l2.7 2.7L16 9.5\"/>",
        "bad" or "rejected" => "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M9 9l6 6M15 9l-6 6\"/>",
        "warn" => "<path d=\"M12 4L2.8 19.5h18.4z\"/><path d=\"M12 10v4M12 16.8v.1\"/>",
        "pending" => "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 7.5V12l3 2\"/>",
        "void" => "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M8.5 12h7\"/>",
        _ => "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 11v5M12 7.8v.1\"/>",
    };
}
