using System.Net;
using System.Text;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>The report of a month that was lived through the API.</summary>
/// <remarks>The expected numbers are counted by hand from the table in <see cref="ReportedMonth"/>. Pictures of the page are
/// kept in <c>TestResults/desk</c> beside the test program.</remarks>
public sealed class ServiceLevelReportTests(ReportedMonth month, Browser browser)
    : IClassFixture<ReportedMonth>, IClassFixture<Browser>
{
    /// <summary>With the narrowest that WCAG 2.2 asks a page to fit (1.4.10).</summary>
    private static readonly Look[] Screens = [.. Look.All, new("narrow", 320, 800, ColorScheme.Light)];

    /// <summary>A4 across, without its margins, at 96 pixels an inch.</summary>
    private static readonly Look Sheet = new("sheet", 1032, 700, ColorScheme.Light);

    /// <summary>The picture of the documents.</summary>
    private static readonly string Picture =
        Path.Combine(AppContext.BaseDirectory, "TestResults", "desk", "service-level-report.png");

    private string Route => $"/v1/service-levels/report?month={month.Month}";

    [Fact]
    public async Task Json_HasTotals_Rows_Breaches_AndCredits()
    {
        var report = (await month.Api.Get(Route)).Expect(HttpStatusCode.OK);
        Assert.Equal((month.Month, "UTC", "latest", false), (report.Text("month"), report.Text("timeZone"), report.Text("view"),
            report.GetProperty("complete").GetBoolean()));
        Assert.Equal(
        [
            "gold first_response 14 13 1 92.85 PT30M PT50M PT1H10M",
            "gold resolution 14 11 3 78.57 PT2H50M PT3H50M PT4H30M",
            "network-team resolution 6 5 1 83.33 PT1H40M PT4H30M PT4H30M",
        ],
        Items(report, "totals").Select(total => string.Join(' ', Line(total), Elapsed(total))));
        Assert.Equal(14, Items(report, "rows").Where(row => row.Text("agreement") == "gold" && row.Text("metric") == "resolution").Sum(Count));
        var held = Items(report, "rows").Single(row => $"{row.Text("metric")} {row.Text("service")} {row.Text("priority")}" == "resolution Payroll P3");
        Assert.Equal("PT6H", held.GetProperty("paused").Text("awaitingRequester"));
        var supplied = Items(report, "totals")[2].GetProperty("paused");
        Assert.Equal(("PT0S", "PT1H"), (supplied.Text("awaitingRequester"), supplied.Text("awaitingSupplier")));
        Assert.Equal(
        [
            "first_response INC-000004 PT10M", "resolution INC-000002 PT30M", "resolution INC-000005 PT30M",
            "resolution INC-000009 ", "resolution INC-000005 PT1H30M",
        ],
        Items(report, "breaches").Select(breach => $"{breach.Text("metric")} {breach.Text("number")} {breach.Text("overdueBy")}"));
        Assert.Equal("All 2 h 30 min that counted with group network.", Items(report, "breaches")[1].Text("reason"));
        Assert.Equal(["gold  28 24 85.71 5", "gold resolution 14 11 78.57 15"], Items(report, "credits").Select(Credit));
    }

    [Fact]
    public async Task Csv_IsSaved_AndSafeForSpreadsheets()
    {
        var answer = await month.Api.Get(Route + "&format=csv");
        var text = Encoding.UTF8.GetString(answer.Bytes);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("text/csv; charset=utf-8", answer.Content.ContentType!.ToString());
        Assert.Equal(("attachment", $"service-levels-{month.Month}.csv"),
            (answer.Content.ContentDisposition!.DispositionType, answer.Content.ContentDisposition.FileNameStar));
        Assert.StartsWith("month,agreement,kind,metric,service,priority,count,", text, StringComparison.Ordinal);
        Assert.Contains($"\r\n{month.Month},gold,sla,resolution,Intranet,P5,1,1,0,100,1,7800,", text, StringComparison.Ordinal);
        Assert.Equal(3, Lines(await month.Api.Get(Route + "&format=csv&table=credits")));
        Assert.Equal(6, Lines(await month.Api.Get(Route + "&format=csv&table=breaches")));
    }

    [Fact]
    public async Task Html_IsOnePage_ThatMayRunAndFetchNothing()
    {
        var answer = await month.Api.Get(Route + "&format=html");
        var page = Encoding.UTF8.GetString(answer.Bytes);
        Assert.Equal("text/html; charset=utf-8", answer.Content.ContentType!.ToString());
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("78.57 %", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServiceThatPretendsToBeMore_IsTextInEveryFormat()
    {
        using var api = await month.Desk.TenantAsync();
        await api.Agree("boss@desk.example");
        var incident = await api.Report(new { title = "Click here", service = "=HYPERLINK(\"https://evil.example\",\"<b>x</b>\")" });
        await api.Act(incident, "resolve", new { code = "fixed", note = "Done" });
        await month.Desk.AdvanceAsync(TimeSpan.FromMinutes(1));
        var csv = Encoding.UTF8.GetString((await api.Get(Route + "&format=csv")).Bytes);
        Assert.Contains(",\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"<b>x</b>\"\")\",P3,1,1,0,100,1,0,", csv, StringComparison.Ordinal);
        var page = Encoding.UTF8.GetString((await api.Get(Route + "&format=html")).Bytes);
        Assert.Contains("=HYPERLINK(&quot;https://evil.example&quot;,&quot;&lt;b&gt;x&lt;/b&gt;&quot;)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_FitsEveryScreen_CanBeReadInLightAndDark_AndPrints()
    {
        await using var window = await browser.WindowAsync(new BrowserNewContextOptions());
        var page = await window.NewPageAsync();
        var faults = new List<string>();
        page.Console += (_, said) => faults.Add(said.Text);
        page.RequestFailed += (_, request) => faults.Add(request.Url);
        var answer = await month.Api.Get(Route + "&format=html");
        await page.RouteAsync("**/*", route => route.FulfillAsync(Served(answer)));
        await page.GotoAsync("http://desk.example/report");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("network-team");
        await page.SetViewportSizeAsync(1280, 1000);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Picture });
        foreach (var look in Screens) faults.AddRange(await look.FaultsAsync(page, "service-level-report"));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        faults.AddRange(await Sheet.FaultsAsync(page, "service-level-report"));
        Assert.Empty(faults);
        var printed = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true });
        Assert.Equal("%PDF", Encoding.ASCII.GetString(printed, 0, 4));
    }

    [Fact]
    public async Task Agreement_IsTheOnlyOne_WhenItIsAskedFor()
    {
        var report = (await month.Api.Get(Route + "&agreement=network-team")).Expect(HttpStatusCode.OK);
        Assert.Equal(["network-team"], Items(report, "rows").Select(row => row.Text("agreement")).Distinct());
        Assert.Empty(Items(report, "credits"));
    }

    [Fact]
    public async Task View_OfOriginals_IsTheSame_WhileNothingWasRecalculated()
    {
        var latest = (await month.Api.Get(Route)).Expect(HttpStatusCode.OK);
        var original = (await month.Api.Get(Route + "&view=original")).Expect(HttpStatusCode.OK);
        Assert.Equal("original", original.Text("view"));
        Assert.Equal(latest.GetProperty("rows").GetRawText(), original.GetProperty("rows").GetRawText());
    }

    [Theory]
    [InlineData("2020-02", true)]
    [InlineData("2099-12", false)]
    public async Task MonthWithoutClocks_IsAReportWithoutRows(string asked, bool isComplete)
    {
        var report = (await month.Api.Get($"/v1/service-levels/report?month={asked}")).Expect(HttpStatusCode.OK);
        Assert.Equal(isComplete, report.GetProperty("complete").GetBoolean());
        Assert.Empty(Items(report, "totals"));
    }

    [Fact]
    public async Task AnotherTenant_SeesNothingOfIt()
    {
        using var stranger = await month.Desk.TenantAsync();
        var report = (await stranger.Get(Route)).Expect(HttpStatusCode.OK);
        Assert.Empty(Items(report, "rows"));
        Assert.Empty(Items(report, "breaches"));
    }

    [Theory]
    [InlineData("month=2026-13")]
    [InlineData("format=pdf")]
    [InlineData("timeZone=Nowhere")]
    [InlineData("view=best")]
    public async Task Parameter_ThatCannotBeRead_IsRefused(string query) =>
        (await month.Api.Get("/v1/service-levels/report?" + query)).Refused(HttpStatusCode.BadRequest, "invalid_parameter");

    [Theory]
    [InlineData("auditor", HttpStatusCode.OK)]
    [InlineData("agent", HttpStatusCode.OK)]
    [InlineData("requester", HttpStatusCode.Forbidden)]
    [InlineData("integration", HttpStatusCode.Forbidden)]
    public async Task Report_IsForThoseWhoRunTheDesk(string role, HttpStatusCode expected)
    {
        using var caller = await month.Desk.KeyAsync(role);
        Assert.Equal(expected, (await caller.Get(Route)).Status);
    }

    /// <summary>The answer to a browser, which cannot send the credential, as the product gave it.</summary>
    private static RouteFulfillOptions Served(Incidents.Answer answer) => new()
    {
        BodyBytes = answer.Bytes,
        Headers = answer.Headers.Concat(answer.Content).ToDictionary(header => header.Key, header => string.Join(", ", header.Value)),
    };

    private static List<JsonElement> Items(JsonElement report, string list) => [.. report.GetProperty(list).EnumerateArray()];

    private static int Count(JsonElement line) => line.GetProperty("count").GetInt32();

    private static int Lines(Incidents.Answer csv) => Encoding.UTF8.GetString(csv.Bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length;

    private static string Line(JsonElement line) =>
        $"{line.Text("agreement")} {line.Text("metric")} {Count(line)} {line.GetProperty("met")} {line.GetProperty("breached")} {line.GetProperty("percentMet")}";

    private static string Elapsed(JsonElement line)
    {
        var elapsed = line.GetProperty("elapsed");
        return $"{elapsed.Text("p50")} {elapsed.Text("p90")} {elapsed.Text("max")}";
    }

    private static string Credit(JsonElement credit) =>
        $"{credit.Text("agreement")} {credit.Text("metric")} {Count(credit)} {credit.GetProperty("met")} {credit.GetProperty("percentMet")} {credit.GetProperty("credit")}";
}
