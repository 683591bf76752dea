using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>Clocks through the running product: orchestration, sweeper, timeline, mail. The agreement allows four
/// hours.</summary>
public sealed class ClockTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Running_WarnsAndBreaches_OnceEach_WithOneMailEach()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("once@desk.example");
        var incident = await api.Report(new { title = "Mail is down" });
        await desk.AdvanceAsync(TimeSpan.FromMinutes(179));
        Assert.Empty(await api.Steps(incident));
        await desk.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["clock.warned 75"], await api.Steps(incident));
        await desk.AdvanceAsync(TimeSpan.FromHours(30));
        Assert.Equal(["clock.warned 75", "clock.breached 100"], await api.Steps(incident));
        Assert.Equal(2, await api.Mails("once@desk.example"));
        Assert.Equal("breached", Assert.Single(await api.Clocks(incident)).Text("state"));
    }

    [Fact]
    public async Task Hold_Pauses_AndResumingGoesOnWithWhatWasLeft()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("hold@desk.example");
        var incident = await Started(api);
        await desk.AdvanceAsync(TimeSpan.FromHours(1));
        await api.Act(incident, "hold", new { reason = "awaiting_requester" });
        await desk.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Empty(await api.Steps(incident));
        var paused = Assert.Single(await api.Clocks(incident));
        Assert.Equal(("paused", "", "PT1H"), (paused.Text("state"), paused.Text("dueAt"), paused.Text("elapsed")));
        await api.Act(incident, "resume");
        await desk.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(["clock.warned 75"], await api.Steps(incident));
    }

    [Fact]
    public async Task Explained_TheIntervalsNameTheEventThatPaused()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("explain@desk.example");
        var incident = await Started(api);
        await desk.AdvanceAsync(TimeSpan.FromHours(1));
        await api.Act(incident, "hold", new { reason = "awaiting_requester" });
        await desk.AdvanceAsync(TimeSpan.FromHours(1));
        var intervals = Assert.Single(await api.Clocks(incident, "?explain=true")).GetProperty("intervals").EnumerateArray().ToList();
        Assert.Equal(["counting", "paused"], intervals.Select(interval => interval.Text("kind")));
        Assert.StartsWith(IncidentApi.IdOf(incident) + "/", intervals[1].Text("cause"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolved_IsMet_AndReopenedGoesOn()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("reopen@desk.example");
        var incident = await Started(api);
        await desk.AdvanceAsync(TimeSpan.FromHours(2));
        await api.Act(incident, "resolve", new { code = "fixed", note = "Restarted." });
        await desk.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal("met", Assert.Single(await api.Clocks(incident)).Text("state"));
        await api.Act(incident, "reopen", new { reason = "Down again." });
        await desk.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(["clock.warned 75"], await api.Steps(incident));
        await desk.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(["clock.warned 75", "clock.breached 100"], await api.Steps(incident));
    }

    [Fact]
    public async Task Reply_OfAnAgent_StopsTheFirstResponse()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("reply@desk.example", "first_response");
        var incident = await Started(api);
        await desk.AdvanceAsync(TimeSpan.FromHours(1));
        var comments = $"/v1/incidents/{IncidentApi.IdOf(incident)}/comments";
        (await api.Post(comments, new { body = "Among us.", visibility = "internal" })).Expect(HttpStatusCode.Created);
        Assert.Equal("running", Assert.Single(await api.Clocks(incident)).Text("state"));
        (await api.Post(comments, new { body = "We are on it.", visibility = "public" })).Expect(HttpStatusCode.Created);
        await desk.AdvanceAsync(TimeSpan.FromHours(9));
        Assert.Equal("met", Assert.Single(await api.Clocks(incident)).Text("state"));
        Assert.Empty(await api.Steps(incident));
    }

    [Fact]
    public async Task Escalation_RaisesThePriority()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("raise@desk.example", raise: true);
        var incident = await api.Report(new { title = "Mail is down" });
        await desk.AdvanceAsync(TimeSpan.FromHours(4));
        var now = (await api.Get($"/v1/incidents/{IncidentApi.IdOf(incident)}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("P3", "P2"), (incident.Text("priority"), now.Text("priority")));
    }

    [Fact]
    public async Task Versions_AreThoseInForceAtTheReport()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("versions@desk.example");
        var incident = await api.Report(new { title = "Mail is down" });
        await desk.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await api.Put("/v1/calendars/always", new { timeZone = "Europe/Berlin" }, "*")).Expect(HttpStatusCode.OK);
        (await api.Put("/v1/agreements/gold", new
        {
            kind = "sla",
            calendar = "always",
            targets = new[] { new { metric = "resolution", within = "PT1H" } },
        }, "*")).Expect(HttpStatusCode.OK);
        (await api.Put("/v1/agreements/late", new
        {
            kind = "sla",
            calendar = "always",
            targets = new[] { new { metric = "resolution", within = "PT1H" } },
        })).Expect(HttpStatusCode.OK);
        var clock = Assert.Single(await api.Clocks(incident));
        Assert.Equal(("PT4H", 1, 1), (
            clock.Text("within"), clock.GetProperty("agreementVersion").GetInt32(), clock.GetProperty("calendarVersion").GetInt32()));
    }

    [Fact]
    public async Task Clocks_OfAnotherTenantsIncident_AreNotThere()
    {
        using var other = await desk.TenantAsync();
        var incident = await desk.Admin.Report(new { title = "Mail is down" });
        (await other.Get($"/v1/incidents/{IncidentApi.IdOf(incident)}/clocks")).Refused(HttpStatusCode.NotFound, "not_found");
        (await other.Get("/v1/incidents/INC-nonsense/clocks")).Refused(HttpStatusCode.NotFound, "not_found");
    }

    private static async Task<JsonElement> Started(IncidentApi api)
    {
        var incident = await api.Report(new { title = "Mail is down", assignee = "agent@desk.example" });
        return await api.Act(incident, "start");
    }
}
