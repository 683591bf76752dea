using System.Net;
using System.Text.Json;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.ServiceLevels;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>An agreement on four hours is changed, and applied to what was reported before.</summary>
public sealed class RecalculationTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task DryRun_SaysWhatWouldChange_AndChangesNothing()
    {
        using var api = await desk.TenantAsync();
        var (incident, _) = await MetInTwoHours(api, "dry@desk.example");
        await api.Allow("PT1H");
        var dry = await Recalculate(api, dryRun: true);
        Assert.Equal(("completed", 1, 1), (dry.Text("state"), Number(dry, "progress", "done"), Number(dry, "progress", "total")));
        Assert.Equal((1, 1, 1), (Number(dry, "difference", "records"), Number(dry, "difference", "clocks"), Number(dry, "difference", "changed")));
        Assert.Equal(("""{"before":1,"after":0}""", """{"before":0,"after":1}"""), (
            dry.GetProperty("difference").GetProperty("met").GetRawText(),
            dry.GetProperty("difference").GetProperty("breached").GetRawText()));
        var changed = Assert.Single(await api.All($"/v1/agreements/gold/recalculations/{dry.Text("id")}/differences"));
        Assert.Equal(
            (IncidentApi.IdOf(incident), "met", 1, "breached", 2),
            (changed.Text("incident"), changed.GetProperty("before").Text("state"),
                Number(changed, "before", "agreementVersion"), changed.GetProperty("after").Text("state"),
                Number(changed, "after", "agreementVersion")));
        Assert.Equal("met", Assert.Single(await api.Clocks(incident)).Text("state"));
        Assert.Empty(await Recalculated(api, incident));
    }

    [Fact]
    public async Task Recalculation_AppliesTheNewVersion_BesideTheOldResult_AndTellsNobody()
    {
        using var api = await desk.TenantAsync();
        var (incident, resolvedAt) = await MetInTwoHours(api, "real@desk.example");
        await api.Allow("PT1H");
        var done = await Recalculate(api);
        Assert.Equal("completed", done.Text("state"));
        await desk.AdvanceAsync(TimeSpan.FromMinutes(1));
        var clock = Assert.Single(await api.Clocks(incident));
        Assert.Equal(("breached", 2), (clock.Text("state"), clock.GetProperty("agreementVersion").GetInt32()));
        var before = Assert.Single(await api.Clocks(incident, $"?at={resolvedAt}"));
        Assert.Equal(("met", 1), (before.Text("state"), before.GetProperty("agreementVersion").GetInt32()));
        Assert.Equal(done.Text("id"), Assert.Single(await Recalculated(api, incident)).GetProperty("data").Text("recalculation"));
        Assert.Equal(0, await api.Mails("real@desk.example"));
        var month = InstantPattern.ExtendedIso.Parse(resolvedAt).Value.InUtc().Date.ToYearMonth();
        Assert.Equal("Met 1", await Result(api, month, ResultView.Original));
        Assert.Equal("Breached 2", await Result(api, month, ResultView.Latest));
        Assert.Equal(done.Text("id"), Assert.Single(await api.All("/v1/agreements/gold/recalculations")).Text("id"));
    }

    [Fact]
    public async Task RunningClock_ReAimedToLater_ActsOnlyThen()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("later@desk.example");
        var incident = await api.Report(new { title = "Mail is down" });
        await desk.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(1, await api.Mails("later@desk.example")); // Three quarters of four hours.
        await api.Allow("PT8H");
        await Recalculate(api);
        await desk.AdvanceAsync(TimeSpan.FromHours(2.9));
        Assert.Equal(1, await api.Mails("desk@itsm.localhost") + await api.Mails("later@desk.example"));
        await desk.AdvanceAsync(TimeSpan.FromHours(2.2));
        var steps = (await api.All($"/v1/incidents/{IncidentApi.IdOf(incident)}/timeline")).Select(happened => happened.Text("type"));
        Assert.Equal(["incident.reported", "clock.warned", "clock.recalculated", "clock.warned", "clock.breached"], steps);
    }

    [Fact]
    public async Task Refusals_NameTheReason()
    {
        using var api = await desk.TenantAsync();
        var unknown = await api.Post("/v1/agreements/none/recalculations", new { from = "2026-01-01T00:00:00Z" });
        unknown.NotFound();
        await api.Agree("refused@desk.example");
        (await api.Post("/v1/agreements/gold/recalculations", new { from = "2099-01-01T00:00:00Z" })).Invalid();
        (await api.Get("/v1/agreements/gold/recalculations/rcl_01JD0000000000000000000000")).NotFound();
    }

    [Fact]
    public async Task SameRequestAgain_IsTheSameRecalculation()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("twice@desk.example");
        var body = new { from = "2026-01-01T00:00:00Z" };
        var first = await api.Post("/v1/agreements/gold/recalculations", body, "once");
        await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
        var again = await api.Post("/v1/agreements/gold/recalculations", body, "once");
        Assert.Equal(first.Expect(HttpStatusCode.Accepted).Text("id"), again.Expect(HttpStatusCode.Accepted).Text("id"));
        Assert.Single(await api.All("/v1/agreements/gold/recalculations"));
    }

    private async Task<(JsonElement Incident, string ResolvedAt)> MetInTwoHours(IncidentApi api, string whom)
    {
        await api.Agree(whom);
        var incident = await api.Report(new { title = "Mail is down", assignee = "agent@desk.example" });
        await api.Act(incident, "start");
        await desk.AdvanceAsync(TimeSpan.FromHours(2));
        var resolved = await api.Act(incident, "resolve", new { code = "fixed", note = "Restarted." });
        await desk.AdvanceAsync(TimeSpan.FromMinutes(1));
        return (incident, resolved.Text("updatedAt"));
    }

    private async Task<JsonElement> Recalculate(IncidentApi api, bool dryRun = false)
    {
        var started = await api.Post("/v1/agreements/gold/recalculations", new { from = "2026-01-01T00:00:00Z", dryRun });
        Assert.Equal("running", started.Expect(HttpStatusCode.Accepted).Text("state"));
        await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
        return (await api.Get($"{started.Headers.Location}")).Expect(HttpStatusCode.OK);
    }

    private async Task<string> Result(IncidentApi api, YearMonth month, ResultView view)
    {
        var tenant = TenantId.From(await Tenant(api));
        var results = desk.Services.GetRequiredService<ClockResults>();
        var result = Assert.Single(await results.OfMonth(tenant, month, view, default));
        return $"{result.State} {result.Version}";
    }

    /// <summary>No route tells a tenant's id to its own keys: the orchestrations' ids have it.</summary>
    private async Task<string> Tenant(IncidentApi api)
    {
        var recalculation = Assert.Single(await api.All("/v1/agreements/gold/recalculations")).Text("id");
        var client = desk.Services.GetRequiredService<Microsoft.DurableTask.Client.DurableTaskClient>();
        var instance = await client.GetAllInstancesAsync().FirstAsync(
            running => running.InstanceId.EndsWith(recalculation, StringComparison.Ordinal));
        return instance.InstanceId.Split('-')[1];
    }

    private static async Task<List<JsonElement>> Recalculated(IncidentApi api, JsonElement incident) =>
    [
        .. (await api.All($"/v1/incidents/{IncidentApi.IdOf(incident)}/timeline"))
            .Where(happened => happened.Text("type") == "clock.recalculated"),
    ];

    private static int Number(JsonElement element, string member, string part) =>
        element.GetProperty(member).GetProperty(part).GetInt32();
}
