using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

/// <summary>Saved views: whose they are, and that they show what the list shows.</summary>
public sealed class ViewTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private readonly IncidentApi _api = desk.Admin;

    [Fact]
    public async Task Items_AreThoseOfTheList_PageByPage()
    {
        using var tenant = await desk.TenantAsync();
        foreach (var level in new[] { "low", "high", "medium", "high" })
            await tenant.Report(new { title = level, impact = level, urgency = level, group = level });
        await Put(tenant, "worst", View(new { state = "open" }, sort: "priority", fields: ["priority", "id"]));
        var first = await tenant.Get("/v1/views/worst/items?limit=3");
        var next = first.Headers.GetValues("Link").Single();
        Assert.StartsWith("</v1/views/worst/items?limit=3&cursor=", next, StringComparison.Ordinal);
        var rest = await tenant.Get(next[1..next.IndexOf('>', StringComparison.Ordinal)]);
        var shown = Items(first).Concat(Items(rest)).ToList();
        Assert.Equal(["P1", "P1", "P3", "P5"], shown.Select(item => item.GetProperty("priority").GetString()));
        Assert.All(shown, item => Assert.Equal(["id", "priority"], item.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(["id"], Items(await tenant.Get("/v1/views/worst/items?fields=id"))[0].EnumerateObject().Select(member => member.Name));
        await Put(tenant, "high", View(new { group = "high" }));
        var (view, list) = (await tenant.Get("/v1/views/high/items"), await tenant.Get("/v1/incidents?group=high"));
        Assert.Equal(list.Expect(HttpStatusCode.OK).ToString(), view.Expect(HttpStatusCode.OK).ToString());
    }

    [Fact]
    public async Task Private_IsTheOwnersAlone()
    {
        using var one = await desk.KeyAsync("agent");
        using var other = await desk.KeyAsync("agent");
        await Put(one, "own", View(new { state = "new" }, name: "One's"));
        foreach (var stranger in new[] { other, _api })
        {
            (await stranger.Get("/v1/views/own")).NotFound();
            (await stranger.Get("/v1/views/own/items")).NotFound();
            (await stranger.Send(HttpMethod.Delete, "/v1/views/own", ifMatch: "*")).NotFound();
            Assert.DoesNotContain("own", Keys(await stranger.Get("/v1/views")));
        }
        await Put(other, "own", View(new { state = "open" }, name: "Other's"));
        Assert.Equal("One's", (await one.Get("/v1/views/own")).Json.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await other.Send(HttpMethod.Delete, "/v1/views/own", ifMatch: "*")).Status);
        (await other.Get("/v1/views/own")).NotFound();
        Assert.Contains("own", Keys(await one.Get("/v1/views")));
    }

    [Fact]
    public async Task Shared_IsSeenByTheTenant_AndChangedByOwnerOrAdmin()
    {
        using var owner = await desk.KeyAsync("agent");
        using var other = await desk.KeyAsync("agent");
        using var portal = await desk.KeyAsync("requester");
        using var foreign = await desk.TenantAsync();
        await Put(owner, "all", View(new { state = "open" }, shared: true));
        await Put(owner, "desk", View(new { tag = "vip" }, shared: true));
        Assert.False((await other.Get("/v1/views/all")).Expect(HttpStatusCode.OK).GetProperty("own").GetBoolean());
        (await other.Send(HttpMethod.Put, "/v1/views/all", View(new { }, shared: true), ifMatch: "*")).Forbidden();
        (await other.Send(HttpMethod.Delete, "/v1/views/all", ifMatch: "*")).Forbidden();
        (await owner.Send(HttpMethod.Put, "/v1/views/all", View(new { }), ifMatch: "*")).Refused(HttpStatusCode.Conflict, "already_exists");
        Assert.Equal(["all"], Keys(await portal.Get("/v1/views")).Intersect(["all", "desk"]));
        (await portal.Get("/v1/views/desk/items")).NotFound();
        (await foreign.Get("/v1/views/all")).NotFound();
        (await foreign.Get("/v1/views/all/items")).NotFound();
        Assert.Equal(HttpStatusCode.NoContent, (await _api.Send(HttpMethod.Delete, "/v1/views/all", ifMatch: "*")).Status);
        (await owner.Get("/v1/views/all")).NotFound();
    }

    [Fact]
    public async Task ARequester_SeesTheirOwnInASharedView()
    {
        using var portal = await desk.KeyAsync("requester");
        await _api.Report(new { title = "Another's", group = "net" });
        var own = await portal.Report(new { title = "Theirs" });
        await Put(_api, "open", View(new { state = "open" }, fields: ["id", "group"], shared: true));
        var shown = Assert.Single(Items(await portal.Get("/v1/views/open/items")));
        Assert.Equal(IncidentApi.IdOf(own), IncidentApi.IdOf(shown));
        Assert.False(shown.TryGetProperty("group", out _));
    }

    [Theory]
    [InlineData("""{"name":"x","resource":"incidents","filter":{"state":"gone"}}""", "/filter/state")]
    [InlineData("""{"name":"x","resource":"incidents","filter":{},"sort":"createdAt"}""", "/sort")]
    [InlineData("""{"name":"x","resource":"incidents","filter":{},"fields":["id","colour"]}""", "/fields/1")]
    [InlineData("""{"name":"x","resource":"changes","filter":{}}""", "/resource")]
    public async Task WhatTheListWouldRefuse_IsNotSaved(string body, string pointer)
    {
        var refused = await _api.Send(HttpMethod.Put, "/v1/views/bad", JsonDocument.Parse(body).RootElement);
        refused.Invalid();
        Assert.Equal(pointer, Assert.Single(refused.Json.GetProperty("errors").EnumerateArray()).GetProperty("pointer").GetString());
        (await _api.Get("/v1/views/bad")).NotFound();
    }

    [Fact]
    public async Task Replacing_NeedsTheETag()
    {
        await Put(_api, "etag", View(new { }));
        (await _api.Send(HttpMethod.Put, "/v1/views/etag", View(new { }))).Refused(HttpStatusCode.PreconditionRequired, "precondition_required");
        var replaced = await _api.Send(HttpMethod.Put, "/v1/views/etag", View(new { }, name: "Second"), ifMatch: "\"1\"");
        Assert.Equal("Second", replaced.Expect(HttpStatusCode.OK).GetProperty("name").GetString());
        Assert.Equal("\"2\"", (await _api.Get("/v1/views/etag")).Headers.ETag?.Tag);
        (await _api.Get("/v1/views/etag/items?state=open")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");
    }

    [Fact]
    public async Task ADeletionThatComesAgain_DoesNotMeetWhatAnotherShares()
    {
        using var other = await desk.KeyAsync("agent");
        await Put(_api, "twice", View(new { }, name: "Own"));
        await Put(other, "twice", View(new { }, name: "Shared", shared: true));
        Assert.Equal(HttpStatusCode.NoContent, (await _api.Send(HttpMethod.Delete, "/v1/views/twice", idempotencyKey: "twice", ifMatch: "*")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _api.Send(HttpMethod.Delete, "/v1/views/twice", idempotencyKey: "twice", ifMatch: "*")).Status);
        (await _api.Send(HttpMethod.Delete, "/v1/views/twice", ifMatch: "*")).NotFound();
        Assert.Equal("Shared", (await other.Get("/v1/views/twice")).Expect(HttpStatusCode.OK).GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await _api.Send(HttpMethod.Delete, "/v1/views/twice", ifMatch: "\"1\"")).Status);
        (await other.Get("/v1/views/twice")).NotFound();
    }

    [Fact]
    public async Task MakingOne_WithIfMatch_IsToldThatThereIsNone()
    {
        var refused = await _api.Send(HttpMethod.Put, "/v1/views/none", View(new { }), ifMatch: "*");
        refused.Refused(HttpStatusCode.PreconditionFailed, "version_conflict");
        Assert.Contains("there is none", refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (await _api.Get("/v1/views/none")).NotFound();
    }

    private static object View(object filter, string name = "A view", string? sort = null, string[]? fields = null, bool shared = false) =>
        new { name, resource = "incidents", filter, sort, fields, shared };

    private static async Task Put(IncidentApi api, string key, object view) =>
        (await api.Send(HttpMethod.Put, $"/v1/views/{key}", view)).Expect(HttpStatusCode.OK);

    private static List<JsonElement> Items(Answer page) => [.. page.Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()];

    private static IEnumerable<string?> Keys(Answer page) => Items(page).Select(view => view.GetProperty("key").GetString());
}
