using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Provisioning;

/// <summary>Groups of SCIM 2.0 as Entra ID provisions them.</summary>
public sealed class ScimGroupTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Create_MakesAGroup_WhoseKeyComesFromItsName()
    {
        using var scim = await Rig();
        var ann = await scim.User("ann");
        var group = await scim.Group("IT / Network Team", ScimRig.Id(ann));
        Assert.Equal("grp_it-network-team", ScimRig.Id(group));
        Assert.Equal(["ann@example.org"], await Members(scim, "it-network-team"));
        Assert.Equal(HttpStatusCode.Conflict, (await scim.Send(HttpMethod.Post, "/Groups", """{"displayName":"it / network team"}""")).Status);
    }

    [Fact]
    public async Task Names_ThatLeadToTheSameKey_AreNumbered()
    {
        using var scim = await Rig();
        Assert.Equal("grp_net", ScimRig.Id(await scim.Group("Net")));
        Assert.Equal("grp_net-2", ScimRig.Id(await scim.Group("net!")));
        Assert.Matches("^grp_g-[0-9a-f]{12}$", ScimRig.Id(await scim.Group("Поддержка")));
    }

    [Fact]
    public async Task Members_ComeAndGo_InTheWaysOfEntra()
    {
        using var scim = await Rig();
        var (ann, bob, cid) = (ScimRig.Id(await scim.User("ann")), ScimRig.Id(await scim.User("bob")), ScimRig.Id(await scim.User("cid")));
        var path = $"/Groups/{ScimRig.Id(await scim.Group("Net"))}";

        await Patch(scim, path, $$"""{"op":"Add","path":"members","value":[{"value":"{{ann}}"},{"value":"{{bob}}"},{"value":"{{ann}}"}]}""");
        Assert.Equal(["ann@example.org", "bob@example.org"], await Members(scim, "net"));
        await Patch(scim, path, $$$"""{"op":"Remove","path":"members[value eq \"{{{ann}}}\"]"},{"op":"Add","value":{"members":[{"value":"{{{cid}}}"}]}}""");
        Assert.Equal(["bob@example.org", "cid@example.org"], await Members(scim, "net"));
        await Patch(scim, path, $$"""{"op":"Remove","path":"members","value":[{"value":"{{bob}}"}]}""");
        Assert.Equal(["cid@example.org"], await Members(scim, "net"));
        await Patch(scim, path, $$"""{"op":"Replace","path":"members","value":[{"value":"{{ann}}"}]}""");
        Assert.Equal(["ann@example.org"], await Members(scim, "net"));
        await Patch(scim, path, """{"op":"Remove","path":"members"}""");
        Assert.Empty(await Members(scim, "net"));
        var stranger = await scim.Patch(path, """{"op":"Add","path":"members","value":[{"value":"per_nobody@example.org"}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, stranger.Status);
    }

    [Fact]
    public async Task Group_TakesAThousandMembers_AndNoMore()
    {
        using var scim = await Rig();
        var ids = new string[1_001];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ids.Length), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (at, _) => ids[at] = ScimRig.Id(await scim.User($"p{at}")));
        var path = $"/Groups/{ScimRig.Id(await scim.Group("Net"))}";
        await Patch(scim, path, $$"""{"op":"Add","path":"members","value":[{{Values(ids[..600])}}]}""");
        await Patch(scim, path, $$"""{"op":"Add","path":"members","value":[{{Values(ids[400..1_000])}}]}""");
        Assert.Equal(1_000, (await Members(scim, "net")).Length);
        var tooMany = await scim.Patch(path, $$"""{"op":"Add","path":"members","value":[{{Values(ids[1_000..])}}]}""");
        Assert.Equal((HttpStatusCode.BadRequest, "invalidValue"), (tooMany.Status, tooMany.Json.GetProperty("scimType").GetString()));
        await Patch(scim, path, $$"""{"op":"Remove","path":"members","value":[{{Values(ids[1..])}}]}""");
        Assert.Equal(["p0@example.org"], await Members(scim, "net"));

        static string Values(string[] some) => string.Join(',', some.Select(id => $$"""{"value":"{{id}}"}"""));
    }

    [Fact]
    public async Task List_IsPaged_ByIndexAndByCursor()
    {
        using var scim = await Rig();
        foreach (var name in new[] { "A", "B", "C" }) await scim.Group(name);
        var byIndex = (await scim.Send(HttpMethod.Get, "/Groups?startIndex=3")).Expect(HttpStatusCode.OK);
        Assert.Equal((3, 1), (byIndex.GetProperty("totalResults").GetInt32(), byIndex.GetProperty("itemsPerPage").GetInt32()));
        var first = (await scim.Send(HttpMethod.Get, "/Groups?cursor=&count=2")).Expect(HttpStatusCode.OK);
        var next = Uri.EscapeDataString(first.GetProperty("nextCursor").GetString()!);
        var last = (await scim.Send(HttpMethod.Get, $"/Groups?cursor={next}&count=2")).Expect(HttpStatusCode.OK);
        Assert.Equal("grp_c", ScimRig.Id(Assert.Single(last.GetProperty("Resources").EnumerateArray())));
    }

    [Fact]
    public async Task Rename_KeepsTheKey()
    {
        using var scim = await Rig();
        var path = $"/Groups/{ScimRig.Id(await scim.Group("Net"))}";
        await Patch(scim, path, """{"op":"Replace","value":{"displayName":"Network","id":"other"}}""");
        Assert.Equal("Network", (await scim.Tenant.Get("/v1/groups/net")).Expect(HttpStatusCode.OK).GetProperty("name").GetString());
        Assert.Single(await scim.Found("Groups", "displayName eq \"network\""));
        Assert.Empty(await scim.Found("Groups", "displayName eq \"Net\""));
        Assert.Single(await scim.Found("Groups", "externalId eq \"obj-Net\""));
    }

    [Fact]
    public async Task Members_AreLeftOut_WhenNotAskedFor()
    {
        using var scim = await Rig();
        var ann = ScimRig.Id(await scim.User("ann"));
        var group = ScimRig.Id(await scim.Group("Net", ann));
        var shown = (await scim.Send(HttpMethod.Get, $"/Groups/{group}?excludedAttributes=members")).Expect(HttpStatusCode.OK);
        Assert.False(shown.TryGetProperty("members", out _));
        Assert.Single(await scim.Found("Groups", $"id eq \"{group}\" and members eq \"{ann}\""));
    }

    [Fact]
    public async Task Delete_EndsTheGroup_WhichCanBeMadeAnew()
    {
        using var scim = await Rig();
        var group = ScimRig.Id(await scim.Group("Net", ScimRig.Id(await scim.User("ann"))));
        Assert.Equal(HttpStatusCode.NoContent, (await scim.Send(HttpMethod.Delete, $"/Groups/{group}")).Status);
        (await scim.Tenant.Get("/v1/groups/net")).NotFound();
        Assert.Empty(await scim.Found("Groups", "displayName eq \"Net\""));
        Assert.Equal(group, ScimRig.Id(await scim.Group("Net")));
        Assert.Empty(await Members(scim, "net"));
    }

    private static async Task Patch(ScimRig scim, string path, string operations) =>
        (await scim.Patch(path, operations)).Expect(HttpStatusCode.OK);

    private static async Task<string[]> Members(ScimRig scim, string key)
    {
        JsonElement group = (await scim.Tenant.Get($"/v1/groups/{key}")).Expect(HttpStatusCode.OK);
        return [.. group.GetProperty("members").EnumerateArray().Select(member => member.GetString()!)];
    }

    private async Task<ScimRig> Rig() => new(await desk.TenantAsync());
}
