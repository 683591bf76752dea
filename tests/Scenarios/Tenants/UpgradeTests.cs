using System.Net;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using ItsmServerless.Tests.Scenarios.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>Tenants of an older version: tables that came since are made for them.</summary>
public sealed class UpgradeTests(StorageFixture storage)
{
    private static readonly string[] Since = [TableNames.Deliveries, TableNames.Results];

    /// <summary>Whether what it was made with is on record, or it is from before that was.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tenant_ThatLacksTables_IsServed_BeforeTheyAreMadeForAll(bool isOnRecord)
    {
        await using var scope = storage.Scope();
        var old = await AgeAsync(scope, isOnRecord);
        await using var host = await DeskFixture.StartAsync(scope, services =>
            services.Remove(services.Single(one => one.ImplementationType == typeof(TenantUpgrade))));
        using var admin = new IncidentApi(new Uri(host.Url), old.Key);
        (await admin.Send(HttpMethod.Put, "/v1/webhooks/ops", new { url = host.Url, events = new[] { "*" } }))
            .Expect(HttpStatusCode.OK);

        Assert.Empty((await admin.Get("/v1/webhooks/ops/deliveries")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray());
        Assert.Superset(Since.ToHashSet(), await TablesAsync(scope, old.Tenant));
    }

    [Fact]
    public async Task Start_MakesWhatIsLacking_AndTouchesNobodyElse()
    {
        await using var scope = storage.Scope();
        var old = await AgeAsync(scope, isOnRecord: true);
        await using var process = new KernelUnderTest(scope.ConnectionString, scope.Prefix, new RecordingBus());
        using var upgrade = new TenantUpgrade(
            process.Tables, process.Get<TenantTables>(), NullLogger<TenantUpgrade>.Instance);

        await upgrade.Run(default);
        var first = process.Faults.Calls;
        await upgrade.Run(default);

        Assert.Equal(TableNames.OfTenants.ToHashSet(), await TablesAsync(scope, old.Tenant));
        // Two queries; then the row, two tables, the container, and the row again.
        Assert.Equal((7, 2), (first, process.Faults.Calls - first));
    }

    /// <summary>Two tenants; the first of a version that had fewer tables.</summary>
    private static async Task<(string Tenant, string Key)> AgeAsync(StorageScope scope, bool isOnRecord)
    {
        string tenant, key;
        await using (var host = await DeskFixture.StartAsync(scope, _ => { }))
        {
            using var operations = new IncidentApi(new Uri(host.Url), host.OperatorKey);
            var made = (await operations.Post("/v1/operator/tenants", new { slug = "old", name = "Old", plan = "free" })).Expect(HttpStatusCode.Created);
            (tenant, key) = (IncidentApi.IdOf(made), made.GetProperty("apiKey").GetProperty("secret").GetString()!);
            using var other = await DeskFixture.TenantAsync(host, "new");
        }
        var service = new TableServiceClient(scope.ConnectionString);
        foreach (var name in Since) await service.DeleteTableAsync($"{scope.Prefix}t{tenant[4..].ToLowerInvariant()}{name}");
        var rows = new TableClient(scope.ConnectionString, scope.Prefix + TableNames.Tenants);
        var row = new TableEntity(TenantTables.Partition, tenant) { ["Names"] = string.Join(',', TableNames.OfTenants.Except(Since)) };
        if (isOnRecord) await rows.UpsertEntityAsync(row, TableUpdateMode.Replace);
        else await rows.DeleteEntityAsync(row.PartitionKey, row.RowKey);
        return (tenant, key);
    }

    private static async Task<HashSet<string>> TablesAsync(StorageScope scope, string tenant)
    {
        var prefix = $"{scope.Prefix}t{tenant[4..].ToLowerInvariant()}";
        var all = await new TableServiceClient(scope.ConnectionString).QueryAsync().Select(table => table.Name).ToListAsync();
        return [.. all.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])];
    }
}
