using System.Collections.Frozen;
using System.Net;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Local;
using ItsmServerless.Metering;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Tests.Scenarios.Metering;

/// <summary>The product with prices, small quotas and a clock that is moved.</summary>
public sealed class MeteredProduct(StorageFixture storage) : IAsyncDisposable
{
    private readonly StorageScope _scope = storage.Scope();
    private LocalHost? _host;
    private int _tenants;

    internal LocalHost Host => _host ?? throw new InvalidOperationException("The product did not start.");

    internal async Task<MeteredProduct> StartAsync()
    {
        _host = await DeskFixture.StartAsync(_scope, services => services.AddSingleton(Book()));
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await _scope.DisposeAsync();
    }

    internal IncidentApi Operator() => new(new Uri(Host.Url), Host.OperatorKey);

    internal async Task<(IncidentApi Admin, string Id)> TenantAsync(string plan)
    {
        using var operations = Operator();
        var slug = $"metered-{Interlocked.Increment(ref _tenants)}";
        var tenant = (await operations.Post("/v1/operator/tenants", new { slug, name = slug, plan })).Expect(HttpStatusCode.Created);
        var key = tenant.GetProperty("apiKey").GetProperty("secret").GetString()!;
        return (new IncidentApi(new Uri(Host.Url), key), tenant.GetProperty("id").GetString()!);
    }

    /// <summary>The quantity of a dimension over a range.</summary>
    internal static async Task<long> UsedAsync(IncidentApi admin, string dimension, string query = "")
    {
        var usage = (await admin.Get($"/v1/usage{query}")).Expect(HttpStatusCode.OK);
        return usage.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("dimension").GetString() == dimension)
            .Sum(item => item.GetProperty("quantity").GetInt64());
    }

    private static PriceBook Book() => new(
        "EUR",
        new Dictionary<string, IReadOnlyDictionary<string, Price>>(StringComparer.Ordinal)
        {
            ["standard"] = new Dictionary<string, Price> { [Dimensions.Records] = new(0.05m, 1), [Dimensions.Events] = new(1m, 1000) },
        }.ToFrozenDictionary(),
        new Dictionary<string, IReadOnlyDictionary<string, long>>(StringComparer.Ordinal)
        {
            ["free"] = new Dictionary<string, long> { [Dimensions.Records] = 2 },
        }.ToFrozenDictionary());
}
