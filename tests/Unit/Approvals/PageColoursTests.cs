using System.Globalization;
using ItsmServerless.Approvals.Pages;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

/// <summary>WCAG 2.2: 1.4.3 asks 4.5 of text, 1.4.11 asks 3 of edges and of what shows the focus.</summary>
public sealed class PageColoursTests
{
    public static TheoryData<string> Schemes => ["light", "dark"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Texts_CanBeReadOnWhatIsBehindThem(string scheme)
    {
        var colours = In(scheme);
        (string Text, string Behind)[] pairs =
        [
            (colours.Ink, colours.Paper), (colours.Ink, colours.Surface), (colours.Quiet, colours.Paper),
            (colours.Quiet, colours.Surface), (colours.Accent, colours.Paper), (colours.Accent, colours.Surface),
            (colours.OnYes, colours.Yes), (colours.No, colours.Surface), (colours.OnGood, colours.Good),
            (colours.OnBad, colours.Bad), (colours.OnWarn, colours.Warn), (colours.OnCalm, colours.Calm),
        ];
        Assert.All(pairs, pair => Assert.InRange(Contrast(pair.Text, pair.Behind), 4.5, 21));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Edges_AndTheFocus_CanBeSeen(string scheme)
    {
        var colours = In(scheme);
        (string Edge, string Behind)[] pairs =
        [
            (colours.Edge, colours.Surface), (colours.No, colours.Surface), (colours.Yes, colours.Surface),
            (colours.Accent, colours.Surface), (colours.Accent, colours.Paper), (colours.Accent, colours.Warn),
            (colours.Accent, colours.Bad),
        ];
        Assert.All(pairs, pair => Assert.InRange(Contrast(pair.Edge, pair.Behind), 3, 21));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Style_HoldsTheColoursThatAreTested(string scheme) =>
        Assert.Contains(In(scheme).ToCss(), PageStyle.Css, StringComparison.Ordinal);

    /// <summary>The rules name no colour of their own.</summary>
    [Fact]
    public void Style_NamesNoOtherColour()
    {
        var rules = PageStyle.Css.Split('\n').Skip(2);
        Assert.DoesNotContain(rules, rule => rule.Contains(":#", StringComparison.Ordinal) ||
            rule.Contains("rgb", StringComparison.Ordinal) || rule.Contains("hsl", StringComparison.Ordinal));
    }

    /// <summary>The pair of https://www.w3.org/TR/WCAG22/#contrast-minimum that people know: black on white is
    /// 21.</summary>
    [Fact]
    public void Contrast_OfBlackOnWhite_IsTwentyOne() => Assert.Equal(21, Contrast("#000000", "#ffffff"), 3);

    private static PageColours In(string scheme) => scheme == "light" ? PageColours.Light : PageColours.Dark;

    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string colour) =>
        0.2126 * Line(colour[1..3]) + 0.7152 * Line(colour[3..5]) + 0.0722 * Line(colour[5..7]);

    private static double Line(string hex)
    {
        var part = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }
}
