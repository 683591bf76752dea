using System.Net;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>SLA, OLA and UC on one incident, and a ladder that hands it on, through the running product.</summary>
public sealed class KindTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task OneIncident_IsTimedForCustomerGroupAndSupplier_AndExplained()
    {
        using var api = await desk.TenantAsync();
        await Agree(api, "sla", new { });
        await Agree(api, "ola", new { group = new[] { "network" } });
        await Agree(api, "uc", new { });
        var incident = await api.Report(new { title = "Line is down", group = "network" });
        await api.Act(incident, "start");
        await desk.AdvanceAsync(TimeSpan.FromHours(1));
        await api.Act(incident, "hold", new { reason = "awaiting_supplier" });
        await desk.AdvanceAsync(TimeSpan.FromHours(2));
        await api.Act(incident, "resume");
        await api.Act(incident, "assign", new { group = "desk" });
        await desk.AdvanceAsync(TimeSpan.FromHours(1));

        var clocks = (await api.Clocks(incident, "?explain=true")).ToDictionary(clock => clock.Text("kind"));
        Assert.Equal(
            [("ola", "paused", "PT1H"), ("sla", "running", "PT4H"), ("uc", "paused", "PT2H")],
            clocks.Values.Select(clock => (clock.Text("kind"), clock.Text("state"), clock.Text("elapsed"))).Order());
        Assert.Equal(
            ["group network PT1H", "supplier  PT2H", "group desk PT1H"],
            clocks["sla"].GetProperty("holders").EnumerateArray()
                .Select(share => $"{share.Text("holder")} {share.Text("group")} {share.Text("time")}"));
    }

    [Fact]
    public async Task Ladder_TellsTheManager_BeforeTheEnd_AndHandsOnAfterIt()
    {
        using var api = await desk.TenantAsync();
        (await api.Put("/v1/people/ada@desk.example", new { name = "Ada", manager = "boss@desk.example" })).Expect(HttpStatusCode.OK);
        await Agree(api, "sla", new { }, new { metric = "resolution", at = "-PT30M", notify = new[] { "manager" } },
            new { metric = "resolution", at = "PT2H", assignGroup = "major", notify = new[] { "ada@desk.example" } });
        var incident = await api.Report(new { title = "Mail is down", assignee = "ada@desk.example", group = "desk" });
        await desk.AdvanceAsync(TimeSpan.FromMinutes((7 * 60) + 29));
        Assert.Empty(await api.Steps(incident));
        await desk.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["clock.warned 93.75"], await api.Steps(incident));
        Assert.Equal(1, await api.Mails("boss@desk.example"));
        await desk.AdvanceAsync(TimeSpan.FromHours(30));
        Assert.Equal(["clock.warned 93.75", "clock.breached 100", "clock.breached 125"], await api.Steps(incident));
        var after = (await api.Get($"/v1/incidents/{IncidentApi.IdOf(incident)}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("major", ""), (after.Text("group"), after.Text("assignee")));
    }

    private static async Task Agree(IncidentApi api, string kind, object match, params object[] escalations)
    {
        await api.Put("/v1/calendars/always", new { timeZone = "UTC" }); // The second time it is there.
        (await api.Put($"/v1/agreements/{kind}", new
        {
            kind,
            match,
            calendar = "always",
            targets = new[] { new { metric = "resolution", within = "PT8H" } },
            escalations,
        })).Expect(HttpStatusCode.OK);
    }
}
