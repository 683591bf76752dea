using System.Net;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Clients;

/// <summary>The product, and a tenant of its own for every program that tries it.</summary>
public sealed class ClientFixture(StorageFixture storage) : IAsyncLifetime
{
    private static readonly SemaphoreSlim Building = new(1);
    private static bool _isBuilt;
    private readonly StorageScope _scope = storage.Scope();
    private LocalHost? _host;
    private int _tenants;

    /// <summary>Where it listens.</summary>
    internal string Url => _host!.Url;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _host = await DeskFixture.StartAsync(_scope, _ => { });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await _scope.DisposeAsync();
    }

    /// <summary>A new tenant's key of role admin.</summary>
    internal async Task<string> KeyAsync()
    {
        using var @operator = new IncidentApi(new Uri(Url), _host!.OperatorKey);
        var slug = $"client-{Interlocked.Increment(ref _tenants)}";
        var tenant = (await @operator.Post("/v1/operator/tenants", new { slug, name = slug, plan = "unlimited" }))
            .Expect(HttpStatusCode.Created);
        return tenant.GetProperty("apiKey").GetProperty("secret").GetString()!;
    }

    /// <summary>What a program of the pages finds around it.</summary>
    internal async Task<Dictionary<string, string>> EnvironmentAsync() =>
        new(StringComparer.Ordinal) { ["ITSM_URL"] = Url, ["ITSM_KEY"] = await KeyAsync() };

    /// <summary>The folder of the TypeScript client, built.</summary>
    internal async Task<string> TypeScriptAsync()
    {
        var folder = Path.Combine(SolutionFolder.Path, "infra", "clients", "typescript");
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var nothing = new Dictionary<string, string>(StringComparer.Ordinal);
        await Building.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_isBuilt) return folder;
            await Command.RunAsync(folder, nothing, npm, "ci", "--no-audit", "--no-fund");
            await Command.RunAsync(folder, nothing, npm, "run", "build");
            _isBuilt = true;
            return folder;
        }
        finally
        {
            Building.Release();
        }
    }
}
