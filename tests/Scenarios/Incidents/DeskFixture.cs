using System.Net;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

/// <summary>The product with a manual clock and one tenant, for the tests of a class.</summary>
public sealed class DeskFixture(StorageFixture storage) : IAsyncLifetime
{
    private readonly StorageScope _scope = storage.Scope();
    private LocalHost? _host;
    private int _tenants;

    /// <summary>The tenant's key of role admin.</summary>
    internal IncidentApi Admin { get; private set; } = null!;

    /// <summary>Where the product listens.</summary>
    internal string Url => Host.Url;

    /// <summary>The services of the product, for what no route shows.</summary>
    internal IServiceProvider Services => Host.Services;

    private LocalHost Host => _host ?? throw new InvalidOperationException("The product did not start.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _host = await StartAsync(_scope, _ => { });
        Admin = await TenantAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        await _scope.DisposeAsync();
    }

    /// <summary>The product on names of its own.</summary>
    internal static Task<LocalHost> StartAsync(StorageScope scope, Action<IServiceCollection> overrides)
    {
        var options = new LocalOptions { Port = 0, Ephemeral = true, ManualClock = true, Seed = false };
        return LocalHost.StartAsync(
            options with { Storage = scope.ConnectionString, Prefix = scope.Prefix }, overrides);
    }

    /// <summary>Another tenant's key of role admin.</summary>
    internal Task<IncidentApi> TenantAsync() => TenantAsync(Host, $"tenant-{Interlocked.Increment(ref _tenants)}");

    /// <summary>A key of the first tenant, of another role.</summary>
    internal async Task<IncidentApi> KeyAsync(string role)
    {
        var key = (await Admin.Post("/v1/api-keys", new { name = role, role })).Expect(HttpStatusCode.Created);
        return new IncidentApi(new Uri(Host.Url), key.GetProperty("secret").GetString()!);
    }

    /// <summary>A key of role agent that is limited to groups.</summary>
    internal async Task<IncidentApi> AgentOfAsync(params string[] groups)
    {
        var key = (await Admin.Post("/v1/api-keys", new { name = "agent", role = "agent", groups })).Expect(HttpStatusCode.Created);
        return new IncidentApi(new Uri(Host.Url), key.GetProperty("secret").GetString()!);
    }

    /// <summary>Moves the clock, and waits for what became due.</summary>
    internal Task AdvanceAsync(TimeSpan by) => Host.AdvanceAsync(by);

    /// <summary>Makes a tenant as the operator does.</summary>
    internal static async Task<IncidentApi> TenantAsync(LocalHost host, string slug)
    {
        using var operations = new IncidentApi(new Uri(host.Url), host.OperatorKey);
        var body = new { slug, name = slug, plan = "unlimited" };
        var tenant = (await operations.Post("/v1/operator/tenants", body)).Expect(HttpStatusCode.Created);
        return new IncidentApi(new Uri(host.Url), tenant.GetProperty("apiKey").GetProperty("secret").GetString()!);
    }
}
