using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>Calendars and agreements that are given up, over HTTP.</summary>
public sealed class DeletionTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private const string Calendar = "/v1/calendars/always";
    private const string Agreement = "/v1/agreements/gold";

    [Fact]
    public async Task Calendar_ThatAnAgreementNames_StaysUntilTheAgreementIsGone()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("del@desk.example");
        var refused = await Delete(api, Calendar);
        refused.Refused(HttpStatusCode.Conflict, "in_use");
        Assert.Equal([("", "in_use", "gold")], Errors(refused));
        (await api.Get(Calendar)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(api, Agreement)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(api, Calendar)).Status);
        (await api.Get(Calendar)).NotFound();
    }

    [Fact]
    public async Task Deleted_IsNotShownOrListed_ButItsVersionsAre_AndPutAgainIsTheNext()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("del@desk.example");
        await Delete(api, Agreement);
        (await api.Get(Agreement)).NotFound();
        Assert.Empty(await api.All("/v1/agreements"));
        Assert.Equal("gold", (await api.Get(Agreement + "?version=1")).Expect(HttpStatusCode.OK).Text("key"));
        (await api.Get(Agreement + "?version=2")).NotFound();
        (await Delete(api, Agreement)).NotFound();
        var again = new { kind = "sla", calendar = "always", targets = new[] { new { metric = "resolution", within = "PT4H" } } };
        (await api.Put(Agreement, again)).Expect(HttpStatusCode.OK);
        Assert.Equal(3, (await api.Get(Agreement)).Expect(HttpStatusCode.OK).GetProperty("version").GetInt32());
        Assert.Single(await api.All("/v1/agreements"));
    }

    [Fact]
    public async Task Agreement_WithARunningClock_StaysUntilTheIncidentIsResolved()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("del@desk.example");
        var incident = await Started(api);
        var refused = await Delete(api, Agreement);
        refused.Refused(HttpStatusCode.Conflict, "in_use");
        Assert.Equal([("", "in_use", incident.Text("number"))], Errors(refused));
        await api.Act(incident, "resolve", new { code = "fixed", note = "Restarted." });
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(api, Agreement)).Status);
    }

    /// <summary>Its clock was met when the agreement and its calendar went; the reopened incident is still promised
    /// what it was promised.</summary>
    [Fact]
    public async Task Incident_ThatWasReportedBefore_KeepsTheAgreement_AndLaterOnesHaveNone()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("kept@desk.example");
        var incident = await Started(api);
        await desk.AdvanceAsync(TimeSpan.FromHours(2));
        await api.Act(incident, "resolve", new { code = "fixed", note = "Restarted." });
        await Delete(api, Agreement);
        await Delete(api, Calendar);
        await desk.AdvanceAsync(TimeSpan.FromMinutes(1));
        await api.Act(incident, "reopen", new { reason = "Down again." });
        await desk.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(["clock.warned 75", "clock.breached 100"], await api.Steps(incident));
        var clock = Assert.Single(await api.Clocks(incident));
        Assert.Equal(("breached", "gold", 1), (clock.Text("state"), clock.Text("agreement"), clock.GetProperty("agreementVersion").GetInt32()));
        Assert.Empty(await api.Clocks(await api.Report(new { title = "Mail is down again" })));
    }

    [Fact]
    public async Task Agreement_OnADeletedCalendar_IsRefused()
    {
        using var api = await desk.TenantAsync();
        (await api.Put(Calendar, new { timeZone = "UTC" })).Expect(HttpStatusCode.OK);
        await Delete(api, Calendar);
        var body = new { kind = "sla", calendar = "always", targets = new[] { new { metric = "resolution", within = "PT4H" } } };
        (await api.Put(Agreement, body)).Invalid();
    }

    [Fact]
    public async Task Delete_AsksForTheVersionThatWasSeen_AndForTheRole()
    {
        using var api = await desk.TenantAsync();
        (await api.Put(Calendar, new { timeZone = "UTC" })).Expect(HttpStatusCode.OK);
        (await api.Send(HttpMethod.Delete, Calendar)).Refused(HttpStatusCode.PreconditionRequired, "precondition_required");
        (await Delete(api, Calendar, "\"7\"")).Refused(HttpStatusCode.PreconditionFailed, "version_conflict");
        (await Delete(desk.Admin, "/v1/calendars/nowhere")).NotFound();
        using var agent = await desk.KeyAsync("agent");
        (await Delete(agent, Calendar)).Forbidden();
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(api, Calendar, "\"1\"")).Status);
        (await Delete(api, Calendar, "\"1\"")).NotFound();
    }

    private static Task<Answer> Delete(IncidentApi api, string path, string ifMatch = "*") =>
        api.Send(HttpMethod.Delete, path, ifMatch: ifMatch);

    private static IEnumerable<(string Pointer, string Code, string Detail)> Errors(Answer refused) =>
        refused.Json.GetProperty("errors").EnumerateArray()
            .Select(error => (error.Text("pointer"), error.Text("code"), error.Text("detail")));

    private static async Task<JsonElement> Started(IncidentApi api) => await api.Act(
        await api.Report(new { title = "Mail is down", assignee = "agent@desk.example" }), "start");
}
