using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Metering;

/// <summary>A tenant as metering knows it.</summary>
public sealed record MeteredTenant(TenantId Id, string Slug, string Plan);

/// <summary>The tenants there are.</summary>
public sealed class MeteredTenants(Tables tables)
{
    /// <summary>All of them, by id. One query over their rows.</summary>
    public IAsyncEnumerable<MeteredTenant> All(CancellationToken cancel) => tables.Shared(TableNames.Tenants)
        .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {TenantStates.Partition}"), cancellationToken: cancel)
        .Select(row => new MeteredTenant(TenantId.From(row.RowKey), row.GetString("Slug") ?? "", row.GetString("Plan") ?? ""));
}
