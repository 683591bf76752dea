using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsCheck;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Mime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

/// <summary>What is shown of mails, looked at as a browser would read it (security cases, B4).</summary>
public sealed class SafeHtmlTests
{
    private static readonly string[] Forbidden =
    [
        "script", "style", "svg", "math", "form", "input", "button", "iframe", "object", "embed", "base", "meta", "link",
        "template", "noscript", "textarea", "title", "select", "xmp", "video", "audio", "source", "picture", "details",
    ];

    private static readonly string[] Schemes = ["http://", "https://", "mailto:", "tel:"];

    private static readonly string[] Pieces =
    [
        "<p>", "</p>", "<b>", "</b>", "<a href=\"javascript:x\">", "</a>", "<svg>", "</svg>", "<math>", "<style>", "</style>",
        "<!--", "-->", "<script>", "</script>", "<img src=x onerror=x>", "<img src='cid:i'>", "\"", "'", ">", "<", "&lt;", "&#x3c;",
        "<table><tr><td>", "</table>", "<noscript>", "<textarea>", "</textarea>", "<title>", "<template>", "<select>", "<mtext>",
        "<foreignObject>", "<![CDATA[", "]]>", "<div style=\"background:url(x)\">", "style=", "text", "\0", "<a title=\"</a>",
    ];

    public static TheoryData<string> Names => [.. Corpus.Names.Where(name => Corpus.ReadingOf(name).Mail?.Html is not null)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Html_OfTheCorpus_CanDoNothing(string name) => AssertHarmless(SafeHtml.Of(Corpus.Mail(name)) ?? "");

    /// <summary>Pieces that sanitizers stumbled over, in any order. Read again, it is the same: what a browser makes of the
    /// text is what was looked at.</summary>
    [Fact]
    public void Html_OfAnyPieces_CanDoNothing() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 30].Sample(chosen =>
        {
            var html = string.Concat(chosen.Select(piece => Pieces[piece]));
            var once = SafeHtml.Of(GivenIntake.Mail with { Html = html }) ?? "";
            AssertHarmless(once);
            Assert.Equal(once, SafeHtml.Of(GivenIntake.Mail with { Html = once }));
        });

    [Fact]
    public void Image_OfTheMail_ComesWithinTheText() =>
        Assert.Contains("src=\"data:image/png;base64,iVBOR", SafeHtml.Of(Corpus.Mail("inline-image")), StringComparison.Ordinal);

    [Theory]
    [InlineData("html-nested-deep")]
    [InlineData("html-unclosed-formatting")]
    public void Html_WhoseTreeWouldBeTooLarge_IsShownAsText(string name)
    {
        Assert.Null(SafeHtml.Of(Corpus.Mail(name)));
        Assert.Contains("<pre", new MailPage(Corpus.Mail(name)).Html(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_IsShownAsItIs() => Assert.Contains(
        "&lt;b&gt;", new MailPage(GivenIntake.Mail with { Text = "<b>" }).Html(), StringComparison.Ordinal);

    private static void AssertHarmless(string html)
    {
        foreach (var element in new HtmlParser().ParseDocument($"<body>{html}").All)
        {
            if (element.LocalName is "html" or "head" or "body") continue;
            Assert.DoesNotContain(element.LocalName, Forbidden);
            foreach (var attribute in element.Attributes) AssertHarmless(attribute);
        }
    }

    private static void AssertHarmless(IAttr attribute)
    {
        Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name);
        if (attribute.Name == "src") Assert.StartsWith("data:image/", attribute.Value);
        if (attribute.Name == "href") Assert.Contains(Schemes, scheme => attribute.Value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        if (attribute.Name == "style") Assert.DoesNotContain("url(", attribute.Value, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(attribute.Name, (string[])["srcset", "action", "formaction", "background", "id", "name", "class", "ping"]);
    }
}
