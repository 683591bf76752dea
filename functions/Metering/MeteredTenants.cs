using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>A tenant as metering knows it.</summary>
public sealed record MeteredTenant(TenantId Id, string Slug, string Plan)
{
    /// <summary>The subscription of the Azure Marketplace that its usage is told to; null for none.</summary>
    public MeteredSubscription? Subscription { get; init; }

    /// <summary>Reads a row of the directory of tenants.</summary>
    public static MeteredTenant Of(TableEntity row) =>
        new(TenantId.From(row.RowKey), row.GetString("Slug") ?? "", row.GetString("Plan") ?? "")
        {
            Subscription = row.GetString("MarketplaceResource") is { } resource && row.GetDateTimeOffset("MarketplaceSince") is { } since
                ? new(resource, row.GetString("MarketplacePlan") ?? "", Instant.FromDateTimeOffset(since))
                : null,
        };
}

/// <summary>A subscription of the Azure Marketplace.</summary>
/// <param name="Since">When the tenant got it.</param>
public sealed record MeteredSubscription(string ResourceId, string PlanId, Instant Since);

/// <summary>The tenants there are.</summary>
public sealed class MeteredTenants(Tables tables)
{
    /// <summary>All of them, by id. One query over their rows.</summary>
    public IAsyncEnumerable<MeteredTenant> All(CancellationToken cancel) => tables.Shared(TableNames.Tenants)
        .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {TenantStates.Partition}"), cancellationToken: cancel)
        .Select(MeteredTenant.Of);
}
