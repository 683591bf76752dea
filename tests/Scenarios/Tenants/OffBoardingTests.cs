using System.Net;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using ItsmServerless.Tests.Scenarios.ServiceLevels;
using ItsmServerless.Tests.Scenarios.Webhooks;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>How tenants are suspended, resumed, and leave.</summary>
public sealed class OffBoardingTests(StorageFixture storage) : IAsyncLifetime
{
    private static readonly TimeSpan UntilGone = TimeSpan.FromMinutes(3);
    private readonly StorageScope _scope = storage.Scope();
    private LocalHost? _host;

    private LocalHost Host => _host ?? throw new InvalidOperationException("The product did not start.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _host = await DeskFixture.StartAsync(_scope, _ => { });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await _scope.DisposeAsync();
    }

    [Fact]
    public async Task Gone_NothingIsLeft_ButTheRecordAndTheExport()
    {
        var busy = Enumerable.Repeat<(int, string?)>((503, null), 100).ToArray();
        await using var receiver = await Receiver.StartAsync(busy);
        await using var stays = await LeavingTenant.MakeAsync(Host, _scope, "stays");
        await using var leaves = await LeavingTenant.MakeAsync(Host, _scope, "leaves");
        await stays.FurnishAsync(receiver);
        await leaves.FurnishAsync(receiver);
        Assert.All((await leaves.LinkStatusAsync()).Values, status => Assert.InRange(status, 200, 202));
        Assert.Equal(["approval", "clocks", "export", "webhook"], (await leaves.WorkflowsAsync()).Select(Family).Distinct());

        (await leaves.DeleteAsync()).Expect(HttpStatusCode.Accepted);

        Assert.Equal("unauthenticated", (await leaves.Admin.Get("/v1/incidents")).Code);
        var dead = new Dictionary<string, int> { ["source"] = 404, ["feed"] = 404, ["approval"] = 401, ["export"] = 404 };
        Assert.Equal(dead.OrderBy(link => link.Key), (await leaves.LinkStatusAsync()).OrderBy(link => link.Key));
        var posted = receiver.Posts.Count;

        await Host.AdvanceAsync(UntilGone);

        var seen = await leaves.SeeAsync();
        Assert.Equal(("ended", "done"), (seen.Text("state"), seen.GetProperty("offBoarding").Text("step")));
        Assert.Equal(["blob exp_.zip", "directory: id", "tenants: tenant"], await leaves.TracesAsync());
        Assert.Equal([$"off-boarding-{leaves.Id}"], await leaves.WorkflowsAsync());
        var removed = seen.GetProperty("offBoarding").GetProperty("removed");
        Assert.Equal(TableNames.OfTenants.Count, removed.GetProperty("tables").GetInt32());
        Assert.InRange(removed.GetProperty("rows").GetInt32(), 5, 100); // Key, source, feed, and what was due.
        Assert.InRange(removed.GetProperty("workflows").GetInt32(), 4, 100);
        Assert.InRange(removed.GetProperty("blobs").GetInt32(), 1, 100);

        await Host.AdvanceAsync(TimeSpan.FromDays(2)); // Whatever was due since, nobody does.

        Assert.Equal(["blob exp_.zip", "directory: id", "tenants: tenant"], await leaves.TracesAsync());
        Assert.Equal([$"off-boarding-{leaves.Id}"], await leaves.WorkflowsAsync());
        Assert.Equal(dead.OrderBy(link => link.Key), (await leaves.LinkStatusAsync()).OrderBy(link => link.Key));
        Assert.Empty((await stays.Admin.Get("/_local/bus/dead-letters")).Json.GetProperty("items").EnumerateArray());
        Assert.All((await stays.LinkStatusAsync()).Values, status => Assert.InRange(status, 200, 202));
        Assert.Single((await stays.Admin.Get("/v1/incidents")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray());
        Assert.All(receiver.Posts.Skip(posted), post => Assert.DoesNotContain(leaves.Id, $"{post.Json}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LastExport_IsTheOperators_UntilItExpires()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var leaves = await LeavingTenant.MakeAsync(Host, _scope, "leaves");
        await leaves.FurnishAsync(receiver);
        (await leaves.DeleteAsync()).Expect(HttpStatusCode.Accepted);
        await Host.AdvanceAsync(UntilGone);

        var export = (await leaves.SeeAsync()).GetProperty("offBoarding").GetProperty("export");
        using var http = new HttpClient();
        var file = new ExportFile(await http.GetByteArrayAsync(export.Text("url")));

        file.CheckManifest();
        Assert.InRange(file.CheckChains(), 5, 1_000);
        Assert.Single(file.Lines("records/incident"));
        Assert.Equal(export.GetProperty("bytes").GetInt64(), file.Bytes.Length);

        await Host.AdvanceAsync(TimeSpan.FromDays(31));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(export.Text("url"))).StatusCode);
        Assert.Equal(["directory: id", "tenants: tenant"], await leaves.TracesAsync());
    }

    [Fact]
    public async Task States_FollowTheChart()
    {
        await using var tenant = await LeavingTenant.MakeAsync(Host, _scope, "moves");
        Assert.Equal("precondition_required", (await tenant.DeleteAsync(ifMatch: null)).Code);
        Assert.Equal("version_conflict", (await tenant.DeleteAsync(ifMatch: "\"7\"")).Code);
        var first = (await tenant.DeleteAsync(key: "bye")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("ending", first.Text("state"));

        Assert.Equal($"{first}", $"{(await tenant.DeleteAsync(key: "bye")).Expect(HttpStatusCode.Accepted)}");
        Assert.Equal($"{first}", $"{(await tenant.DeleteAsync()).Expect(HttpStatusCode.Accepted)}");
        await Refuse(tenant);
        await Host.AdvanceAsync(UntilGone);
        Assert.Equal("ended", (await tenant.DeleteAsync()).Expect(HttpStatusCode.Accepted).Text("state"));
        await Refuse(tenant);

        await using var next = await LeavingTenant.MakeAsync(Host, _scope, "moves"); // The slug is free again.
        Assert.NotEqual(tenant.Id, next.Id);
        Assert.Equal(HttpStatusCode.OK, (await next.Admin.Get("/v1/incidents")).Status);
    }

    [Fact]
    public async Task Suspended_WhatIsThereStays_AndWorksAgain()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var tenant = await LeavingTenant.MakeAsync(Host, _scope, "pauses");
        await tenant.FurnishAsync(receiver);
        await Move(tenant, new { state = "suspended" });

        Assert.Equal("tenant_suspended", (await tenant.Admin.Get("/v1/incidents")).Code);
        Assert.All((await tenant.LinkStatusAsync()).Values, status => Assert.InRange(status, 400, 499));

        await Move(tenant, new { state = "active" });

        Assert.Single((await tenant.Admin.Get("/v1/incidents")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray());
        Assert.All((await tenant.LinkStatusAsync()).Values, status => Assert.InRange(status, 200, 202));
        await Move(tenant, new { state = "suspended" });
        (await tenant.DeleteAsync()).Expect(HttpStatusCode.Accepted);
        await Host.AdvanceAsync(UntilGone);
        Assert.Equal("ended", (await tenant.SeeAsync()).Text("state"));
    }

    [Fact]
    public async Task RequestThatMadeIt_SentAgain_MakesNothing()
    {
        using var operations = new IncidentApi(new Uri(Host.Url), Host.OperatorKey);
        var body = new { slug = "once", name = "Once", plan = "free" };
        var made = (await operations.Post("/v1/operator/tenants", body, "make")).Expect(HttpStatusCode.Created);
        (await operations.Send(HttpMethod.Delete, $"/v1/operator/tenants/{IncidentApi.IdOf(made)}", ifMatch: "*")).Expect(HttpStatusCode.Accepted);
        await Host.AdvanceAsync(UntilGone);

        Assert.Equal("already_exists", (await operations.Post("/v1/operator/tenants", body, "make")).Code);
        (await operations.Post("/v1/operator/tenants", body, "another")).Expect(HttpStatusCode.Created);
    }

    private static string Family(string instance) => instance[..instance.IndexOf('-', StringComparison.Ordinal)];

    private static async Task Move(LeavingTenant tenant, object body) => (await tenant.Operations.Send(
        HttpMethod.Patch, tenant.Path, body, ifMatch: "*")).Expect(HttpStatusCode.OK);

    private static async Task Refuse(LeavingTenant tenant)
    {
        foreach (var body in new object[] { new { state = "active" }, new { state = "suspended" }, new { plan = "free" } })
            Assert.Equal("invalid_transition", (await tenant.Operations.Send(HttpMethod.Patch, tenant.Path, body, ifMatch: "*")).Code);
    }
}
