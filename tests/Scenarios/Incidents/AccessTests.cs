using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

public sealed class AccessTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private readonly IncidentApi _api = desk.Admin;

    [Fact]
    public async Task Requester_SeesTheirOwnIncidents_AndNoOthers()
    {
        using var portal = await desk.KeyAsync("requester");
        var own = await portal.Report(new { title = "My screen is dark" });
        var other = await _api.Report(new { title = "Payroll is down" });
        Assert.Equal(IncidentApi.IdOf(own), IncidentApi.IdOf(Assert.Single(await portal.All("/v1/incidents"))));
        (await portal.Get(Path(own, ""))).Expect(HttpStatusCode.OK);
        (await portal.Get(Path(other, ""))).NotFound();
        (await portal.Get($"/v1/incidents/{other.GetProperty("number").GetString()}")).NotFound();
        (await portal.Post(Path(other, "/comments"), new { body = "Hello?" })).NotFound();
        (await portal.Post(Path(other, "/reopen"), new { reason = "?" })).NotFound();
    }

    [Fact]
    public async Task Requester_ReadsPublicComments_AndNoInternalOnes()
    {
        using var portal = await desk.KeyAsync("requester");
        var own = await portal.Report(new { title = "My screen is dark" });
        await _api.Post(Path(own, "/comments"), new { body = "We look into it", visibility = "public" });
        await _api.Post(Path(own, "/comments"), new { body = "Is it plugged in?", visibility = "internal" });
        Assert.Equal(2, (await _api.All(Path(own, "/comments"))).Count);
        var seen = Assert.Single(await portal.All(Path(own, "/comments")));
        Assert.Equal("We look into it", seen.GetProperty("body").GetString());
        (await portal.Get(Path(own, "/timeline"))).Forbidden();
        (await portal.Post(Path(own, "/comments"), new { body = "x", visibility = "internal" })).Forbidden();
    }

    [Fact]
    public async Task Requester_AnswersAndReopens_ButDoesNotWork()
    {
        using var portal = await desk.KeyAsync("requester");
        var own = await portal.Report(new { title = "My screen is dark" });
        await _api.Act(own, "hold", new { reason = "awaiting_requester" });
        (await portal.Post(Path(own, "/comments"), new { body = "Yes, it is" })).Expect(HttpStatusCode.Created);
        Assert.Equal("new", (await _api.Get(Path(own, ""))).Json.GetProperty("state").GetString());
        await _api.Act(own, "resolve", new { code = "fixed", note = "Plugged in" });
        var reopened = await portal.Act(own, "reopen", new { reason = "Dark again" });
        Assert.Equal("in_progress", reopened.GetProperty("state").GetString());
        (await portal.Post(Path(own, "/start"), ifMatch: "*")).Forbidden();
    }

    [Fact]
    public async Task Auditor_ReadsEverything_AndChangesNothing()
    {
        using var auditor = await desk.KeyAsync("auditor");
        var incident = await _api.Report(new { title = "Audited" });
        (await auditor.Get(Path(incident, ""))).Expect(HttpStatusCode.OK);
        HashChain.Verify(await auditor.All(Path(incident, "/timeline")));
        (await auditor.Post("/v1/incidents", new { title = "x" })).Forbidden();
        (await auditor.Post(Path(incident, "/comments"), new { body = "x" })).Forbidden();
    }

    [Fact]
    public async Task Integration_CannotUseTheseRoutes()
    {
        using var integration = await desk.KeyAsync("integration");
        (await integration.Get("/v1/incidents")).Forbidden();
    }

    [Fact]
    public async Task AnotherTenant_FindsNothing()
    {
        using var other = await desk.TenantAsync();
        var incident = await _api.Report(new { title = "Ours" });
        (await other.Get(Path(incident, ""))).NotFound();
        (await other.Post(Path(incident, "/start"), ifMatch: "*")).NotFound();
        var link = new { to = IncidentApi.IdOf(incident), kind = "related" };
        var theirs = await other.Report(new { title = "Theirs" });
        (await other.Post(Path(theirs, "/links"), link)).Invalid();
        Assert.Single(await _api.All(Path(incident, "/timeline")));
    }

    private static string Path(JsonElement incident, string part) =>
        $"/v1/incidents/{IncidentApi.IdOf(incident)}{part}";
}
