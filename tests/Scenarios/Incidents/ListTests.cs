using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

public sealed class ListTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private readonly IncidentApi _api = desk.Admin;

    [Fact]
    public async Task Lists_ShowWhatWasJustWritten_NewestUpdateFirst()
    {
        var older = await _api.Report(new { title = "Older", group = "ryw" });
        await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
        var newer = await _api.Report(new { title = "Newer", group = "ryw" });
        Assert.Equal(["Newer", "Older"], await Titles("?group=ryw"));
        await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
        await _api.Act(older, "start");
        Assert.Equal(["Older", "Newer"], await Titles("?group=ryw"));
        Assert.Equal(["Older"], await Titles("?group=ryw&state=in_progress"));
        await _api.Act(newer, "cancel", new { reason = "Not needed" });
        Assert.Equal(["Older"], await Titles("?group=ryw&state=open"));
        Assert.Equal(["Newer"], await Titles("?group=ryw&state=cancelled"));
        var byNumber = await _api.Get($"/v1/incidents/{newer.GetProperty("number").GetString()}");
        Assert.Equal("cancelled", byNumber.Expect(HttpStatusCode.OK).GetProperty("state").GetString());
    }

    [Fact]
    public async Task List_WithoutState_RunsThroughTheMonthsOfWhatIsClosed()
    {
        var (first, second) = (await Tagged("First"), await Tagged("Second"));
        await _api.Act(first, "cancel", new { reason = "Old" });
        await desk.AdvanceAsync(TimeSpan.FromDays(40));
        await _api.Act(second, "cancel", new { reason = "Newer" });
        await desk.AdvanceAsync(TimeSpan.FromDays(40));
        await Tagged("Third");
        var pages = await _api.All("/v1/incidents?tag=months", limit: 1);
        Assert.Equal(["Third", "Second", "First"], pages.Select(Title));
        var since = second.GetProperty("createdAt").GetDateTimeOffset().AddDays(20).UtcDateTime;
        Assert.Equal(["Third", "Second"], await Titles($"?tag=months&updatedSince={since:yyyy-MM-ddTHH:mm:ssZ}"));

        Task<JsonElement> Tagged(string title) => _api.Report(new { title, tags = new[] { "months" } });
    }

    [Theory]
    [InlineData("priority=P1", true)]
    [InlineData("priority=P5", false)]
    [InlineData("assignee=Grace@Example.org", true)]
    [InlineData("requester=ada@example.org", true)]
    [InlineData("requester=eve@example.org", false)]
    [InlineData("service=mail%27s%20own", true)]
    [InlineData("tag=a%20%27tag%27%20%2F%20%F0%9F%94%A5", true)]
    [InlineData("tag=a", false)]
    [InlineData("group=%27%20or%20true%20or%20%27", false)]
    public async Task Filter_ShowsWhatMatches_AndNothingElse(string filter, bool shown)
    {
        var mark = Guid.CreateVersion7().ToString();
        await _api.Report(new
        {
            title = "Filtered",
            impact = "high",
            urgency = "high",
            assignee = "grace@example.org",
            group = mark,
            requester = new { email = "ada@example.org" },
            service = "mail's own",
            tags = new[] { "a 'tag' / 🔥" },
        });
        var query = filter.StartsWith("group", StringComparison.Ordinal) ? filter : $"{filter}&group={mark}";
        Assert.Equal(shown ? ["Filtered"] : [], await Titles("?" + query));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(200)]
    public async Task Pages_WhileOthersAreReported_ShowEveryStableIncidentOnce(int limit)
    {
        using var tenant = await desk.TenantAsync();
        var stable = new List<string>();
        for (var batch = 0; batch < 12; batch++)
        {
            var titles = Enumerable.Range(0, 10).Select(n => $"{batch}-{n}");
            var reported = await Task.WhenAll(titles.Select(title => tenant.Report(new { title })));
            stable.AddRange(reported.Select(IncidentApi.IdOf));
            if (batch % 3 == 0) await tenant.Act(reported[0], "cancel", new { reason = "Closed ones are listed too" });
        }
        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await tenant.Page("/v1/incidents", limit, cursor)).Expect(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(IncidentApi.IdOf));
            cursor = page.GetProperty("nextCursor").GetString();
            if (seen.Count % 20 < limit) await tenant.Report(new { title = "In between" });
        }
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(stable.Except(seen));
    }

    [Fact]
    public async Task Cursor_OfAnotherListOrTenant_OrAltered_IsRefused()
    {
        using var other = await desk.TenantAsync();
        await _api.Report(new { title = "One" });
        await _api.Report(new { title = "Two" });
        var cursor = (await _api.Page("/v1/incidents", 1, "")).Json.GetProperty("nextCursor").GetString()!;
        (await _api.Page("/v1/incidents?state=open", 1, cursor)).Refused(HttpStatusCode.BadRequest, "invalid_cursor");
        (await other.Page("/v1/incidents", 1, cursor)).Refused(HttpStatusCode.BadRequest, "invalid_cursor");
        (await _api.Page("/v1/incidents", 1, cursor[..^2] + "AA")).Refused(HttpStatusCode.BadRequest, "invalid_cursor");
    }

    private async Task<IEnumerable<string?>> Titles(string query) =>
        (await _api.All("/v1/incidents" + query)).Select(Title);

    private static string? Title(JsonElement incident) => incident.GetProperty("title").GetString();
}
