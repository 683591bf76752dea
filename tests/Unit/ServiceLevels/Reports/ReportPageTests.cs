using System.Xml;
using System.Xml.Linq;
using CsCheck;
using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using ItsmServerless.ServiceLevels.Reports;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Reports;

public sealed class ReportPageTests
{
    private const string Hostile = "</style><script>alert(1)</script>\"'<img src=x onerror=alert(1)>&\u0001\uFFFE\u202E";

    private static readonly XNamespace None = XNamespace.None;

    [Fact]
    public void Page_IsWellFormed_RunsNothing_AndFetchesNothing() => Decided.Some.Sample(results => AssertHarmless(Page(results)));

    [Fact]
    public void Page_OfAnEmptyMonth_SaysSo()
    {
        var page = Page();
        AssertHarmless(page);
        Assert.Contains("No clock was decided in this month.", page.Root!.Value, StringComparison.Ordinal);
        Assert.Equal("Service levels, November 2026", page.Descendants("title").First().Value);
    }

    [Fact]
    public void Page_ShowsWhatPeopleTyped_AsText()
    {
        var page = Page(Decided.Clock(service: Hostile, took: TimeSpan.FromHours(5)) with { Group = Hostile, Number = Hostile });
        AssertHarmless(page);
        Assert.Contains(
            Hostile.Replace('\u0001', '\uFFFD').Replace('\uFFFE', '\uFFFD'),
            page.Descendants("bdi").Select(typed => typed.Value));
    }

    [Fact]
    public void Figures_AreInTheTable_AndTheTotalIsItsFoot()
    {
        var page = Page(
            Decided.Clock(took: TimeSpan.FromHours(1)), Decided.Clock(took: TimeSpan.FromHours(5), number: 2),
            Decided.Clock(took: TimeSpan.FromHours(2), priority: Priority.P1, number: 3));
        var table = page.Descendants("table").First();
        Assert.Equal(
        [
            "mail P1 1 1 0 100 % 2 h 2 h 2 h 2 h –", "mail P3 2 1 1 50 % 1 h 5 h 5 h 5 h –",
            "All 3 2 1 66.66 % 2 h 5 h 5 h 5 h –",
        ],
        table.Descendants("tr").Skip(1).Select(row => string.Join(' ', row.Elements().Select(cell => cell.Value))));
    }

    [Fact]
    public void Breaches_Credits_AndTheRunningMonth_AreShown()
    {
        var report = ServiceLevelReport.Of(
            Decided.November,
            [Decided.Clock(took: TimeSpan.FromHours(5)), Decided.Clock(took: TimeSpan.FromHours(5), stops: false, number: 2)],
            [Decided.Agreement(new Credit(95, 5), new Credit(90, 10))], Ticket.At("2026-11-20T00:00:00Z"));
        var text = Parsed(ReportPage.Write(report, Decided.November.Period)).Root!.Value;
        Assert.Contains("This month is not over", text, StringComparison.Ordinal);
        Assert.Contains("still open", text, StringComparison.Ordinal);
        Assert.Contains("All 5 h that counted with group desk.", text, StringComparison.Ordinal);
        Assert.Contains("below 95 %: 5 %; below 90 %: 10 %", text, StringComparison.Ordinal);
    }

    /// <summary>Each has a title, a description with its numbers, and hatched bars for what was breached.</summary>
    [Fact]
    public void Pictures_CanBeReadWithoutColour_AndWithoutSight()
    {
        var page = Page(Decided.Clock(), Decided.Clock(took: TimeSpan.FromHours(5), number: 2));
        var pictures = page.Descendants("svg").Where(svg => svg.Attribute("role")?.Value == "img").ToArray();
        Assert.Equal(2, pictures.Length);
        Assert.Contains("P3: 1 met, 1 breached", pictures[0].Element("desc")!.Value, StringComparison.Ordinal);
        Assert.Contains("1 met, 1 breached", pictures[0].Elements("text").Select(text => text.Value));
        Assert.Contains("≤125 percent: 0 met, 1 breached", pictures[1].Element("desc")!.Value, StringComparison.Ordinal);
        Assert.All(pictures, svg => Assert.Single(svg.Elements("rect"), box => box.Attribute("class")!.Value == "breach"));
        Assert.All(pictures, svg => Assert.Equal(
            svg.Attribute("aria-labelledby")!.Value,
            $"{svg.Element("title")!.Attribute("id")!.Value} {svg.Element("desc")!.Attribute("id")!.Value}"));
    }

    private static void AssertHarmless(XDocument page)
    {
        var names = page.Descendants().Select(element => element.Name.LocalName).ToHashSet();
        Assert.DoesNotContain(names, name => name is "script" or "link" or "img" or "iframe" or "object" or "form" or "image" or "use");
        var attributes = page.Descendants().Attributes().ToArray();
        Assert.DoesNotContain(attributes, a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain(attributes, a => a.Name.LocalName is "style" or "src" or "href" || a.Value.Contains("://", StringComparison.Ordinal));
        Assert.Equal(ReportStyle.Css, Assert.Single(page.Descendants("style")).Value);
        Assert.All(page.Descendants("th"), head => Assert.NotNull(head.Attribute("scope")));
        var ids = attributes.Where(a => a.Name == None + "id").Select(a => a.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
    }

    private static XDocument Page(params IReadOnlyList<ClockResult> results) =>
        Parsed(ReportPage.Write(Decided.Report(results), Decided.November.Period));

    /// <summary>A reader that is strict about everything.</summary>
    private static XDocument Parsed(string html)
    {
        using var text = new StringReader(html);
        using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
