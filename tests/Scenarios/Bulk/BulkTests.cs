using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Bulk;

/// <summary>Many commands in one request.</summary>
public sealed class BulkTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private readonly IncidentApi _api = desk.Admin;

    [Fact]
    public async Task Commands_AreTakenEachByItself_AndEachHasAResult()
    {
        var incidents = await ReportAsync(27);
        var items = incidents.Select(id => Item("assignIncident", id, new { group = "net" }))
            .Append(Item("closeIncident", incidents[0]))
            .Append(Item("commentOnIncident", incidents[1], new { body = "Hello", visibility = "internal" }))
            .Append(Item("startIncident", "INC-999999")).Append(Item("assignIncident", incidents[2], new { surprise = 1 })).ToList();
        var bulk = await RunAsync(_api, items);
        Assert.Equal(("completed", 31, 31, 28, 3), Told(bulk));
        var results = await _api.All($"/v1/bulk/{IncidentApi.IdOf(bulk)}/results", limit: 7);
        Assert.Equal(Enumerable.Range(0, 31), results.Select(result => result.GetProperty("index").GetInt32()));
        Assert.Equal(["invalid_transition", "not_found", "unknown_field"], results.Where(IsFailed).Select(CodeOf));
        Assert.Equal(2, results[0].GetProperty("version").GetInt32());
        Assert.Equal("net", (await _api.Get($"/v1/incidents/{incidents[26]}")).Json.GetProperty("group").GetString());
        Assert.Single(await _api.All($"/v1/incidents/{incidents[1]}/comments"));
    }

    [Fact]
    public async Task AVersionThatIsPast_FailsThatCommandOnly()
    {
        var ids = await ReportAsync(2);
        await _api.Post($"/v1/incidents/{ids[0]}/comments", new { body = "x" });
        var bulk = await RunAsync(_api, [.. ids.Select(id => new { operation = "startIncident", id, version = 1 })]);
        var results = await _api.All($"/v1/bulk/{IncidentApi.IdOf(bulk)}/results");
        Assert.Equal("version_conflict", CodeOf(results[0]));
        Assert.False(IsFailed(results[1]));
    }

    [Fact]
    public async Task Rights_AreTheCallers()
    {
        using var agent = await desk.AgentOfAsync("network");
        var ids = await ReportAsync(1);
        var bulk = await RunAsync(agent, [Item("startIncident", ids[0])]);
        Assert.Equal("not_found", CodeOf(Assert.Single(await agent.All($"/v1/bulk/{IncidentApi.IdOf(bulk)}/results"))));
        using var other = await desk.AgentOfAsync("network");
        (await other.Get($"/v1/bulk/{IncidentApi.IdOf(bulk)}")).NotFound();
        using var stranger = await desk.TenantAsync();
        (await stranger.Get($"/v1/bulk/{IncidentApi.IdOf(bulk)}/results")).NotFound();
    }

    [Fact]
    public async Task TheSameRequest_IsTheSameBulk()
    {
        var body = new { items = new[] { Item("commentOnIncident", (await ReportAsync(1))[0], new { body = "Once" }) } };
        var first = (await _api.Post("/v1/bulk", body, "again")).Expect(HttpStatusCode.Accepted);
        var second = (await _api.Post("/v1/bulk", body, "again")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(IncidentApi.IdOf(first), IncidentApi.IdOf(second));
        (await _api.Post("/v1/bulk", new { items = new[] { Item("startIncident", "INC-1") } }, "again"))
            .Refused(HttpStatusCode.UnprocessableEntity, "idempotency_mismatch");
    }

    [Fact]
    public async Task WhenItIsOver_ThePersonGetsOneMail()
    {
        var key = (await _api.Post("/v1/api-keys", new { name = "bea", role = "agent", person = "bea@bulk.example" })).Expect(HttpStatusCode.Created);
        using var bea = new IncidentApi(new Uri(desk.Url), key.GetProperty("secret").GetString()!);
        await RunAsync(bea, [.. (await ReportAsync(3)).Select(id => Item("startIncident", id))]);
        await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
        var mails = (await _api.Get("/_local/mail?to=bea@bulk.example")).Json.GetProperty("items").EnumerateArray();
        Assert.Contains("3 of 3", Assert.Single(mails).GetProperty("subject").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_AreMovedAsTheirRoutesDo()
    {
        var policy = new { stages = new[] { new { name = "one", approvers = new[] { "ann@example.org" }, quorum = new { kind = "all" }, timeout = "P3D", onTimeout = "reject" } } };
        (await _api.Send(HttpMethod.Put, "/v1/approval-policies/all", policy)).Expect(HttpStatusCode.OK);
        var changes = new List<string>();
        for (var n = 0; n < 3; n++) changes.Add(IncidentApi.IdOf((await _api.Post("/v1/changes", Draft)).Expect(HttpStatusCode.Created)));
        var bulk = await RunAsync(_api,
        [
            Item("editChange", changes[0], new { title = "Another" }), Item("submitChange", changes[1]),
            Item("cancelChange", changes[2], new { reason = "No" }), Item("scheduleChange", changes[0]), Item("cancelChange", changes[2]),
        ]);
        var results = await _api.All($"/v1/bulk/{IncidentApi.IdOf(bulk)}/results");
        Assert.Equal([null, null, null, "invalid_transition", "validation_failed"], results.Select(result => IsFailed(result) ? CodeOf(result) : null));
        Assert.Equal(["draft", "awaiting_approval", "cancelled"], await StatesAsync(changes));
    }

    [Fact]
    public async Task AKeyThatIsRevokedAmidIt_EndsTheRest_AndThePersonGetsOneMail()
    {
        var key = (await _api.Post("/v1/api-keys", new { name = "cat", role = "agent", person = "cat@bulk.example" })).Expect(HttpStatusCode.Created);
        using var cat = new IncidentApi(new Uri(desk.Url), key.GetProperty("secret").GetString()!);
        var incident = (await ReportAsync(1))[0];
        var items = Enumerable.Range(0, 200).Select(n => Item("commentOnIncident", incident, new { body = $"{n}" }));
        var path = $"/v1/bulk/{IncidentApi.IdOf((await cat.Post("/v1/bulk", new { items })).Expect(HttpStatusCode.Accepted))}";
        while (Told((await _api.Get(path)).Json).Item2 == 0) await Task.Yield();
        await _api.Send(HttpMethod.Delete, $"/v1/api-keys/{IncidentApi.IdOf(key)}", ifMatch: "*");
        await desk.AdvanceAsync(TimeSpan.FromSeconds(2));
        var (state, done, of, succeeded, failed) = Told((await _api.Get(path)).Json);
        Assert.Equal(("completed", 200, 200, 200), (state, done, of, succeeded + failed));
        Assert.InRange(succeeded, 25, 199);
        var results = await _api.All($"{path}/results");
        Assert.All(results.Skip(succeeded), result => Assert.Equal("unauthenticated", CodeOf(result)));
        Assert.Equal(succeeded, (await _api.All($"/v1/incidents/{incident}/comments")).Count);
        Assert.Equal("unauthenticated", (await _api.Get(path)).Json.GetProperty("stopped").GetProperty("code").GetString());
        Assert.Single((await _api.Get("/_local/mail?to=cat@bulk.example")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task WhatIsNoBulk_IsRefused()
    {
        (await _api.Post("/v1/bulk", new { items = Array.Empty<object>() })).Invalid();
        (await _api.Post("/v1/bulk", new { items = Enumerable.Repeat(Item("startIncident", "INC-1"), 1_001) })).Invalid();
        (await _api.Post("/v1/bulk", new { items = new[] { Item("deleteEverything", "INC-1") } })).Invalid();
        (await _api.Post("/v1/bulk", new { items = new[] { Item("editIncident", "INC-1", new { title = new string('x', 33 << 10) }) } })).Invalid();
    }

    private static object Draft => new
    {
        title = "Patch",
        type = "normal",
        risk = new { impact = "low", likelihood = "low" },
        plan = new { implementation = "i", backout = "b", test = "t" },
        window = new { start = "2040-01-01T00:00:00Z", end = "2040-01-01T01:00:00Z" },
    };

    private async Task<string?[]> StatesAsync(IEnumerable<string> changes) => await Task.WhenAll(changes.Select(async id =>
        (await _api.Get($"/v1/changes/{id}")).Json.GetProperty("state").GetString()));

    private async Task<JsonElement> RunAsync(IncidentApi api, IReadOnlyList<object> items)
    {
        var started = (await api.Post("/v1/bulk", new { items })).Expect(HttpStatusCode.Accepted);
        var bulk = started;
        for (var tries = 0; tries < 60 && bulk.GetProperty("state").GetString() == "running"; tries++)
        {
            await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
            bulk = (await api.Get($"/v1/bulk/{IncidentApi.IdOf(started)}")).Expect(HttpStatusCode.OK);
        }
        return bulk;
    }

    private async Task<List<string>> ReportAsync(int count)
    {
        var ids = new List<string>();
        for (var n = 0; n < count; n++)
            ids.Add(IncidentApi.IdOf(await _api.Report(new { title = $"Incident {n}" })));
        return ids;
    }

    private static object Item(string operation, string id, object? body = null) => new { operation, id, body };

    private static bool IsFailed(JsonElement result) => result.GetProperty("status").GetString() == "failed";

    private static string? CodeOf(JsonElement result) => result.GetProperty("problem").GetProperty("code").GetString();

    private static (string?, int, int, int, int) Told(JsonElement bulk)
    {
        var progress = bulk.GetProperty("progress");
        return (bulk.GetProperty("state").GetString(), progress.GetProperty("done").GetInt32(), progress.GetProperty("of").GetInt32(),
            progress.GetProperty("succeeded").GetInt32(), progress.GetProperty("failed").GetInt32());
    }
}
