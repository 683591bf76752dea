using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>Ladders of many steps through the running product: each step once for each aim of the clock.</summary>
public sealed class LadderTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private const string Metric = "resolution";

    private static readonly Dictionary<string, string> ByPriority = new() { ["P2"] = "PT6H", ["P1"] = "PT5H" };

    [Fact]
    public async Task Steps_OfEveryKind_AreEachDoneOnce()
    {
        using var api = await desk.TenantAsync();
        await Channels(api, "ops", "ada", "major");
        (await api.Put("/v1/people/ada@desk.example", new { name = "Ada", teams = "ada" })).Expect(HttpStatusCode.OK);
        (await api.Put("/v1/groups/major", new { name = "Major", members = new[] { "maj@desk.example" }, teams = "major" }))
            .Expect(HttpStatusCode.OK);
        await Agree(api, new { metric = Metric, within = "PT8H" },
            new { metric = Metric, at = 0.5, notify = new[] { "teams:ops" } },
            new { metric = Metric, at = "-PT30M", notify = new[] { "assignee", "teams:ops" }, emit = "major.near" },
            new { metric = Metric, at = 1, raisePriority = true, notify = new[] { "group:major" } },
            new { metric = Metric, at = "PT1H", assignGroup = "major", emit = "major.begin", notify = new[] { "teams:ops" } });
        var incident = await api.Report(new { title = "[Mail](https://evil.example) is down", assignee = "ada@desk.example" });
        await desk.AdvanceAsync(TimeSpan.FromMinutes((7 * 60) + 29));
        Assert.Equal(["clock.warned 50"], await api.Steps(incident));
        await desk.AdvanceAsync(TimeSpan.FromHours(30));

        Assert.Equal(
            [
                "clock.warned 50", "clock.warned 93.75", "incident.signalled major.near -PT30M", "clock.breached 100",
                "incident.escalated", "clock.breached 112.5", "incident.signalled major.begin PT1H", "incident.assigned",
            ],
            await Happened(api, incident));
        Assert.Equal((3, 1, 1), (await Cards(api, "ops"), await Cards(api, "ada"), await Cards(api, "major")));
        Assert.Equal((1, 1), (await api.Mails("ada@desk.example"), await api.Mails("maj@desk.example")));
        var after = (await api.Get($"/v1/incidents/{IncidentApi.IdOf(incident)}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("P2", "major"), (after.Text("priority"), after.Text("group")));
    }

    [Fact]
    public async Task Raise_ThatAimsTheClockAnew_GivesItStepsOfItsOwn_AndDoublesNone()
    {
        using var api = await desk.TenantAsync();
        await Agree(api, new { metric = Metric, within = "PT8H", byPriority = ByPriority },
            new { metric = Metric, at = 0.5, emit = "half", raisePriority = true },
            new { metric = Metric, at = "PT1H", emit = "late" });
        var incident = await api.Report(new { title = "Mail is down" });
        await desk.AdvanceAsync(TimeSpan.FromHours(48));

        // Half of 8 h raises to P2: half of 6 h has passed by then, which raises to P1, and so has half of 5 h.
        Assert.Equal(
            [
                "clock.warned 50", "incident.signalled half 50", "incident.escalated",
                "clock.warned 50", "incident.signalled half 50", "incident.escalated",
                "clock.warned 50", "incident.signalled half 50",
                "clock.breached 100", "clock.breached 120", "incident.signalled late PT1H",
            ],
            await Happened(api, incident));
        Assert.Equal("PT5H", Assert.Single(await api.Clocks(incident)).Text("within"));
    }

    [Fact]
    public async Task FiftySteps_AreEachDoneOnce_AlsoWhenAllAreOverdueAtOnce()
    {
        using var api = await desk.TenantAsync();
        object[] steps = [.. Enumerable.Range(1, 50).Select(minute => new { metric = Metric, at = $"PT{minute}M", emit = $"s{minute}" })];
        await Agree(api, new { metric = Metric, within = "PT1H" }, steps);
        var incident = await api.Report(new { title = "Mail is down", assignee = "ada@desk.example" });
        await api.Act(incident, "hold", new { reason = "awaiting_requester" });
        await desk.AdvanceAsync(TimeSpan.FromHours(5));
        await api.Act(incident, "resume");
        await desk.AdvanceAsync(TimeSpan.FromHours(5));
        Assert.Equal(
            Enumerable.Range(1, 50).Select(minute => $"incident.signalled s{minute} PT{minute}M"),
            (await Happened(api, incident)).Where(what => what.StartsWith("incident.s", StringComparison.Ordinal)));
    }

    private async Task Channels(IncidentApi api, params string[] keys)
    {
        foreach (var key in keys)
            (await api.Put($"/v1/teams-channels/{key}", new { name = key, url = $"{desk.Url}/_local/teams/{key}" })).Expect(HttpStatusCode.OK);
    }

    private static async Task Agree(IncidentApi api, object target, params object[] escalations)
    {
        (await api.Put("/v1/calendars/always", new { timeZone = "UTC" })).Expect(HttpStatusCode.OK);
        (await api.Put("/v1/agreements/gold", new { kind = "sla", calendar = "always", targets = new[] { target }, escalations }))
            .Expect(HttpStatusCode.OK);
    }

    private static async Task<int> Cards(IncidentApi api, string channel) =>
        (await api.Get("/_local/teams")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()
            .Count(card => card.Text("channel") == channel);

    /// <summary>What the product did in an incident's timeline, in order.</summary>
    private static async Task<List<string>> Happened(IncidentApi api, JsonElement incident) =>
    [
        .. (await api.All($"/v1/incidents/{IncidentApi.IdOf(incident)}/timeline"))
            .Where(happened => happened.Text("by") == "system")
            .Select(happened => (Type: happened.Text("type"), Data: happened.GetProperty("data")))
            .Select(happened => happened.Type switch
            {
                "incident.signalled" => $"{happened.Type} {happened.Data.Text("signal")} {happened.Data.Text("step")}",
                "clock.warned" or "clock.breached" => $"{happened.Type} {happened.Data.GetProperty("percent")}",
                _ => happened.Type,
            }),
    ];
}
