using System.Net;
using Azure.Core.Pipeline;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
using ItsmServerless.Tenants.Identity;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>Two processes over one storage: what is revoked in one is refused by the other within a minute.</summary>
public sealed class RevocationTests(StorageFixture storage) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly StorageScope _scope = storage.Scope();
    private readonly SettableTime _time = new();
    private KernelUnderTest _one = null!;
    private KernelUnderTest _other = null!;
    private TenantId _tenant;
    private int _commands;

    public async ValueTask InitializeAsync()
    {
        (_one, _other) = (Process(), Process());
        await _one.Tables.CreateShared(TestContext.Current.CancellationToken);
        var body = new CreateTenant("acme", "Acme", "unlimited");
        var made = await _one.Get<TenantMaker>().Make(Request(body, TenantId.Operator), CancellationToken.None);
        _tenant = TenantId.From(made.Value.Id.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _scope.DisposeAsync();
    }

    [Fact]
    public async Task RevokedKey_IsRefusedByTheOtherProcess()
    {
        var key = await Key(person: null);
        await BothTake(key.Secret);

        await _one.Get<Credentials>().Revoke(key.Id.Value, Request(new NoBody(), _tenant), CancellationToken.None);

        await BothRefuse(key.Secret);
    }

    [Fact]
    public async Task RotatedKeyWithoutOverlap_IsRefusedByTheOtherProcess()
    {
        var key = await Key(person: null);
        await BothTake(key.Secret);

        var rotate = Request(new RotateApiKey(NodaTime.Duration.Zero), _tenant);
        var rotated = await _one.Get<Credentials>().Rotate(key.Id.Value, rotate, CancellationToken.None);

        await BothRefuse(key.Secret);
        await BothTake(rotated.Value.Secret);
    }

    [Fact]
    public async Task KeyOfAPersonWhoWasDeactivated_IsRefusedByTheOtherProcess()
    {
        var key = await Key("ann@example.org");
        await BothTake(key.Secret);

        var left = Request(new PutPerson("Ann", null, null, null, null, Active: false), _tenant);
        Assert.Null((await _one.Get<People>().Put("ann@example.org", left, CancellationToken.None)).Problem);

        await BothRefuse(key.Secret);
    }

    [Fact]
    public async Task TokenOfAProviderThatWasDeleted_IsRefusedByTheOtherProcess()
    {
        await using var issuer = await TokenIssuer.StartAsync(_time);
        var body = new PutIdentityProvider(
            issuer.Url, TokenIssuer.Audience, null, null, null, new Dictionary<string, string> { ["Desk.Agent"] = "agent" }, null);
        var providers = _one.Get<IdentityProviders>();
        Assert.Null((await providers.Put("main", Request(body, _tenant), CancellationToken.None)).Problem);
        await BothTake(issuer.Token());

        await providers.Delete("main", Request(new NoBody(), _tenant), CancellationToken.None);

        await BothRefuse(issuer.Token());
    }

    private KernelUnderTest Process() => new(_scope.ConnectionString, _scope.Prefix, new RecordingBus(), _time, Array.Empty<HttpPipelinePolicy>());

    private Request<TBody> Request<TBody>(TBody body, TenantId tenant) where TBody : class
    {
        var command = KernelUnderTest.Command(tenant, CommandId.FromCause($"{++_commands}"), _one.Get<ItsmServerless.Kernel.Time.Clock>().Now);
        return new(new(tenant, Role.Admin, "test", null), body, command, null);
    }

    private async Task<CreatedKeyView> Key(string? person) => (await _one.Get<Credentials>().Create(
        Request(new CreateApiKey("key", "agent", null, person), _tenant), CancellationToken.None)).Value;

    private async Task BothTake(string credential)
    {
        foreach (var process in new[] { _one, _other }) Assert.Null(await Refusal(process, credential));
    }

    private async Task BothRefuse(string credential)
    {
        Assert.Equal(ProblemCode.Unauthenticated, await Refusal(_one, credential));
        _time.Advance(Limit);
        Assert.Equal(ProblemCode.Unauthenticated, await Refusal(_other, credential));
    }

    private static async Task<ProblemCode?> Refusal(KernelUnderTest process, string credential)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        http.Request.Headers.Authorization = $"Bearer {credential}";
        return (await process.Get<Authentication>().Authenticate(http)).Problem?.Code;
    }
}
