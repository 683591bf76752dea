using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

/// <summary>What is shown of an incident: by role, by <c>?fields=</c> and by <c>?include=</c>; and in which order.</summary>
public sealed class FieldTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static readonly string[] Desks = ["group", "assignee", "tags", "links", "recurrences", "mergedInto", "absorbed"];

    private readonly IncidentApi _api = desk.Admin;

    [Fact]
    public async Task Requesters_AreNotShownHowTheDeskWorks()
    {
        using var portal = await desk.KeyAsync("requester");
        var own = await portal.Report(new { title = "Dark screen" });
        await _api.Act(own, "assign", new { assignee = "bob@example.org", group = "net" });
        var shown = (await portal.Get(Path(own))).Expect(HttpStatusCode.OK);
        var listed = Assert.Single(await portal.All("/v1/incidents"));
        Assert.All(Desks, name => Assert.False(own.TryGetProperty(name, out _) || shown.TryGetProperty(name, out _) || listed.TryGetProperty(name, out _), name));
        Assert.Equal("assigned", shown.GetProperty("state").GetString());
        var known = Names((await _api.Get(Path(own))).Json);
        Assert.All(Desks, name => Assert.Contains(name, known));
    }

    [Fact]
    public async Task Requesters_DoNotWriteWhatIsTheDesks()
    {
        using var portal = await desk.KeyAsync("requester");
        var refused = await portal.Post("/v1/incidents", new { title = "x", group = "net", tags = new[] { "vip" } });
        refused.Refused(HttpStatusCode.Forbidden, "field_forbidden");
        Assert.Equal(["/group", "/tags"], refused.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
    }

    [Theory]
    [InlineData("assignee=bob@example.org")]
    [InlineData("group=net")]
    [InlineData("tag=vip")]
    public async Task Requesters_DoNotFilterByWhatTheyDoNotRead(string filter)
    {
        using var portal = await desk.KeyAsync("requester");
        (await portal.Get($"/v1/incidents?{filter}")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");
        (await _api.Get($"/v1/incidents?{filter}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Fields_AreThoseAskedFor_WithTheSameETag()
    {
        var incident = await _api.Report(new { title = "x" });
        var (whole, part) = (await _api.Get(Path(incident)), await _api.Get($"{Path(incident)}?fields=id,title"));
        Assert.Equal(["id", "title"], Names(part.Expect(HttpStatusCode.OK)));
        Assert.Equal(whole.Headers.ETag, part.Headers.ETag);
        var page = await _api.Get("/v1/incidents?fields=number&limit=1");
        Assert.Equal(["number"], Names(Assert.Single(page.Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray())));
    }

    [Theory]
    [InlineData("fields=id,colour", "colour")]
    [InlineData("fields=", "fields")]
    [InlineData("include=friends", "include")]
    [InlineData("include=comments&include=clocks", "include")]
    public async Task WhatIsNotThere_IsRefusedByName(string query, string name)
    {
        var refused = await _api.Get($"{Path(await _api.Report(new { title = "x" }))}?{query}");
        refused.Refused(HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Contains(name, refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Includes_ShowCommentsAndClocks_EachToWhomTheyAre()
    {
        using var portal = await desk.KeyAsync("requester");
        var own = await portal.Report(new { title = "Dark screen" });
        for (var n = 1; n <= 51; n++)
            await _api.Post($"{Path(own)}/comments", new { body = $"{n}", visibility = n == 51 ? "internal" : "public" });
        var shown = (await _api.Get($"{Path(own)}?include=comments,clocks")).Expect(HttpStatusCode.OK);
        Assert.Equal(Enumerable.Range(2, 50).Select(n => $"{n}"), Bodies(shown));
        Assert.Equal(JsonValueKind.Array, shown.GetProperty("clocks").ValueKind);
        var theirs = (await portal.Get($"{Path(own)}?include=comments,clocks")).Expect(HttpStatusCode.OK);
        Assert.Equal(Enumerable.Range(1, 50).Select(n => $"{n}"), Bodies(theirs));
        Assert.False(theirs.TryGetProperty("clocks", out _));
    }

    [Fact]
    public async Task ByPriority_TheWorstComesFirst_PageByPage()
    {
        using var tenant = await desk.TenantAsync();
        foreach (var level in new[] { "low", "high", "medium", "high" })
            await tenant.Report(new { title = level, impact = level, urgency = level });
        var all = await tenant.All("/v1/incidents?state=open&sort=priority", limit: 1);
        Assert.Equal(["P1", "P1", "P3", "P5"], all.Select(incident => incident.GetProperty("priority").GetString()));
        Assert.Single(await tenant.All("/v1/incidents?state=open&sort=priority&priority=P5"));
    }

    [Theory]
    [InlineData("sort=createdAt")]
    [InlineData("sort=priority")]
    [InlineData("sort=priority&state=closed")]
    public async Task AnotherOrder_IsRefused(string query) =>
        (await _api.Get($"/v1/incidents?{query}")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");

    private static IEnumerable<string?> Bodies(JsonElement incident) =>
        incident.GetProperty("comments").EnumerateArray().Select(comment => comment.GetProperty("body").GetString());

    private static List<string> Names(JsonElement record) => [.. record.EnumerateObject().Select(member => member.Name)];

    private static string Path(JsonElement incident) => $"/v1/incidents/{IncidentApi.IdOf(incident)}";
}
