using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

/// <summary>A key that is limited to the records of some groups.</summary>
public sealed class GroupTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private readonly IncidentApi _api = desk.Admin;

    [Fact]
    public async Task Lists_ShowTheirGroupsOnly()
    {
        using var agent = await desk.AgentOfAsync("lists-a", "lists-b");
        var (a, b) = (await Of("lists-a"), await Of("lists-b"));
        await Of("lists-c");
        await _api.Report(new { title = "Nobody's" });
        Assert.Equal(new[] { Id(a), Id(b) }.Order(), (await agent.All("/v1/incidents")).Select(Id).Order());
        Assert.Equal([Id(a)], (await agent.All("/v1/incidents?group=lists-a")).Select(Id));
        Assert.Empty(await agent.All("/v1/incidents?group=lists-c"));
        await _api.Act(a, "resolve", new { code = "fixed", note = "n" });
        await _api.Act(a, "close");
        Assert.Equal([Id(a)], (await agent.All("/v1/incidents?state=closed")).Select(Id));
    }

    [Fact]
    public async Task WhatIsAnotherGroups_IsNotThere()
    {
        using var agent = await desk.AgentOfAsync("network");
        var (own, other) = (await Of("network"), await Of("database"));
        foreach (var part in new[] { "", "/timeline", "/comments", "/attachments", "/clocks", "/notifications" })
        {
            (await agent.Get(Path(own, part))).Expect(HttpStatusCode.OK);
            (await agent.Get(Path(other, part))).NotFound();
        }
        (await agent.Get($"/v1/incidents/{other.GetProperty("number").GetString()}")).NotFound();
        (await agent.Post(Path(other, "/start"), ifMatch: "*")).NotFound();
        (await agent.Post(Path(other, "/start"))).NotFound();
        (await agent.Post(Path(own, "/links"), new { to = Id(other), kind = "related" })).Invalid();
        (await agent.Post(Path(own, "/merge"), new { into = Id(other) }, ifMatch: "*")).Invalid();
        Assert.Equal("new", (await _api.Get(Path(own, ""))).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task WhatNoGroupIsResponsibleFor_IsNotThereEither()
    {
        using var agent = await desk.AgentOfAsync("network");
        (await agent.Get(Path(await _api.Report(new { title = "Nobody's" }), ""))).NotFound();
    }

    [Fact]
    public async Task Work_StaysInTheirGroups()
    {
        using var agent = await desk.AgentOfAsync("one", "two");
        var incident = await agent.Report(new { title = "Ours", group = "one" });
        await agent.Act(incident, "assign", new { group = "two" });
        var outside = new { group = "three" };
        (await agent.Post(Path(incident, "/assign"), outside, ifMatch: "*")).Refused(HttpStatusCode.Forbidden, "outside_groups");
        (await agent.Send(HttpMethod.Patch, Path(incident, ""), outside, ifMatch: "*")).Refused(HttpStatusCode.Forbidden, "outside_groups");
        (await agent.Post("/v1/incidents", new { title = "Theirs", group = "three" })).Refused(HttpStatusCode.Forbidden, "outside_groups");
        (await agent.Post("/v1/incidents", new { title = "Nobody's" })).Refused(HttpStatusCode.Forbidden, "outside_groups");
        Assert.Equal("two", (await _api.Get(Path(incident, ""))).Json.GetProperty("group").GetString());
    }

    [Fact]
    public async Task WhatIsNoGroups_IsClosedToThem()
    {
        using var agent = await desk.AgentOfAsync("network");
        (await agent.Get("/v1/changes")).Refused(HttpStatusCode.Forbidden, "outside_groups");
    }

    [Fact]
    public async Task OnlyAgents_CanBeLimited()
    {
        string[] groups = ["network"];
        (await _api.Post("/v1/api-keys", new { name = "n", role = "manager", groups })).Invalid();
        (await _api.Post("/v1/api-keys", new { name = "n", role = "agent", groups = Array.Empty<string>() })).Invalid();
        (await _api.Post("/v1/api-keys", new { name = "n", role = "agent", groups = Enumerable.Range(1, 6).Select(n => $"g{n}") })).Invalid();
    }

    private Task<JsonElement> Of(string group) => _api.Report(new { title = $"For {group}", group });

    private static string Id(JsonElement incident) => IncidentApi.IdOf(incident);

    private static string Path(JsonElement incident, string part) => $"/v1/incidents/{Id(incident)}{part}";
}
