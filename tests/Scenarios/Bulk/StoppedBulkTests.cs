using System.Net;
using ItsmServerless.Bulk;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Notifications;
using ItsmServerless.Tenants;
using ItsmServerless.Tenants.Identity;
using ItsmServerless.Tenants.OffBoarding;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Bulk;

/// <summary>Who asked for a bulk loses what they asked with, after the first of three pages.</summary>
public sealed class StoppedBulkTests(BulkRig rig) : IClassFixture<BulkRig>
{
    private const int Comments = 60;
    private const string Ann = "ann@example.org";

    [Fact]
    public async Task ARevokedKey_EndsTheRest()
    {
        var key = await KeyAsync();
        await StopsAsync(Of(key), "unauthenticated", async () =>
            Assert.Null((await rig.Get<Credentials>().Revoke(key.Id.Value, rig.Request(new NoBody(), rig.Admin), default)).Problem));
    }

    [Fact]
    public async Task AnExpiredKey_EndsTheRest()
    {
        var key = await KeyAsync(expiresAt: rig.Get<ItsmServerless.Kernel.Time.Clock>().Now + NodaTime.Duration.FromHours(1));
        await StopsAsync(Of(key), "unauthenticated", () => AdvanceAsync(TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task APersonWhoMayActNoMore_EndsTheRest()
    {
        var left = new PutPerson("Ann", null, null, null, null, Active: false);
        await StopsAsync(Of(await KeyAsync()), "unauthenticated", async () =>
            Assert.Null((await rig.Get<People>().Put(Ann, rig.Request(left, rig.Admin), default)).Problem));
    }

    [Fact]
    public async Task ASuspendedTenant_EndsTheRest_AlsoWhenItIsResumed()
    {
        await StopsAsync(
            Of(await KeyAsync()), "tenant_suspended", () => StateAsync("suspended"), onTheWay: () => StateAsync("active"));
    }

    [Fact]
    public async Task ATenantThatLeaves_EndsTheRest()
    {
        await StopsAsync(Of(await KeyAsync()), "unauthenticated", async () =>
        {
            var command = rig.Request(new NoBody(), Operations).Command;
            var tenant = RecordId.From(rig.Tenant.Value);
            Assert.Null((await rig.Get<EventLog>().Execute<Tenant, TenantEvent>(command, tenant, OffBoardTenant.Decide, default)).Problem);
            rig.Get<TenantStates>().Forget(rig.Tenant);
        });
        await rig.NewTenantAsync();
    }

    [Fact]
    public async Task AnExpiredToken_EndsTheRest()
    {
        await using var issuer = await TrustedAsync();
        await StopsAsync(await CallerOf(issuer.Token()), "unauthenticated", () => AdvanceAsync(TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task AnIssuerThatIsTrustedNoMore_EndsTheRest()
    {
        await using var issuer = await TrustedAsync();
        await StopsAsync(await CallerOf(issuer.Token()), "unauthenticated", async () =>
            Assert.Null((await rig.Get<IdentityProviders>().Delete("main", rig.Request(new NoBody(), rig.Admin), default)).Problem));
    }

    /// <summary>Every command has a result, none took effect after the loss, a page may come twice, and one mail
    /// tells.</summary>
    private async Task StopsAsync(Caller caller, string code, Func<Task> lose, Func<Task>? onTheWay = null)
    {
        var incident = await rig.ReportAsync();
        var bulk = (await rig.StartAsync(caller, incident, Comments)).Value;
        var first = await rig.Workflow.RunPage(new(rig.Tenant, bulk.Id), default);
        await lose();
        var second = await rig.Workflow.RunPage(first, default);
        Assert.Equal((25, 25), (second.Succeeded, second.Failed));
        if (onTheWay is not null) await onTheWay();
        Assert.Equal(second with { Stopped = null }, await rig.Workflow.RunPage(first, default) with { Stopped = null });
        var ended = await rig.EndAsync(second);
        Assert.Equal((BulkState.Completed, 25, 35, code), (ended.State, ended.Succeeded, ended.Failed, ended.Stopped?.Code));
        var results = (await rig.Get<BulkDesk>().Results(rig.Admin, bulk.Id.Value, new(200, null), default)).Value.Items;
        Assert.Equal(Enumerable.Range(0, Comments), results.Select(result => result.Index));
        Assert.All(results, result => Assert.Equal(result.Index < 25 ? null : code, result.Problem?.Code));
        var timeline = await rig.Get<EventLog>().Timeline(rig.Tenant, incident, 0, 1_000, default);
        Assert.Equal(25, timeline.Count(stored => stored.Type == "incident.commented"));
        Assert.Equal(caller.Person is null ? 0 : 1, BulkNotices.Of(ended).Length);
    }

    private async Task<CreatedKeyView> KeyAsync(NodaTime.Instant? expiresAt = null)
    {
        await rig.NewTenantAsync();
        var body = new CreateApiKey("key", "agent", expiresAt, Ann);
        return (await rig.Get<Credentials>().Create(rig.Request(body, rig.Admin), default)).Value;
    }

    private Caller Of(CreatedKeyView key) => new(rig.Tenant, Role.Agent, key.KeyId, EmailAddress.From(Ann));

    private async Task<TokenIssuer> TrustedAsync()
    {
        await rig.NewTenantAsync();
        var issuer = await TokenIssuer.StartAsync(rig.Time);
        var body = new PutIdentityProvider(
            issuer.Url, TokenIssuer.Audience, null, null, null, new Dictionary<string, string> { ["Desk.Agent"] = "agent" }, null);
        Assert.Null((await rig.Get<IdentityProviders>().Put("main", rig.Request(body, rig.Admin), default)).Problem);
        return issuer;
    }

    private async Task<Caller> CallerOf(string token)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        http.Request.Headers.Authorization = $"Bearer {token}";
        return (await rig.Get<Authentication>().Authenticate(http)).Value;
    }

    private async Task StateAsync(string state) => Assert.Null((await rig.Get<TenantDirectory>().Change(
        rig.Tenant.Value, rig.Request(new ChangeTenant(null, state), Operations), default)).Problem);

    private Task AdvanceAsync(TimeSpan by)
    {
        rig.Time.Advance(by);
        return Task.CompletedTask;
    }

    private static Caller Operations => new(TenantId.Operator, Role.Operator, "operator", null);
}
