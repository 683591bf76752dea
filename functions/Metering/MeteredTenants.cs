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

    /// <summary>The one before, whose last hours may not be told yet; null for none.</summary>
    public MeteredSubscription? Former { get; init; }

    /// <summary>Which hours are told to which subscription; an hour in which it changed is the new one's.</summary>
    public IEnumerable<(MeteredSubscription Subscription, Instant From, Instant To)> Told()
    {
        if (Former is { Until: { } until } former)
        {
            var end = UsageRows.HourOf(until) + Duration.FromHours(1);
            var next = Subscription is null ? end : UsageRows.HourOf(Subscription.Since);
            yield return (former, UsageRows.HourOf(former.Since), Instant.Min(end, next));
        }
        if (Subscription is { } current) yield return (current, UsageRows.HourOf(current.Since), Instant.MaxValue);
    }

    /// <summary>Reads a row of the directory of tenants.</summary>
    public static MeteredTenant Of(TableEntity row) =>
        new(TenantId.From(row.RowKey), row.GetString("Slug") ?? "", row.GetString("Plan") ?? "")
        {
            Subscription = Read(row, "Marketplace"),
            Former = Read(row, "FormerMarketplace"),
        };

    private static MeteredSubscription? Read(TableEntity row, string name) =>
        row.GetString(name + "Resource") is { } resource && row.GetDateTimeOffset(name + "Since") is { } since
            ? new(resource, row.GetString(name + "Plan") ?? "", Instant.FromDateTimeOffset(since))
            {
                Until = row.GetDateTimeOffset(name + "Until") is { } until ? Instant.FromDateTimeOffset(until) : null,
            }
            : null;
}

/// <summary>A subscription of the Azure Marketplace.</summary>
/// <param name="Since">When the tenant got it.</param>
public sealed record MeteredSubscription(string ResourceId, string PlanId, Instant Since)
{
    /// <summary>When it lost it; null while it has it.</summary>
    public Instant? Until { get; init; }
}

/// <summary>The tenants there are.</summary>
public sealed class MeteredTenants(Tables tables)
{
    /// <summary>All of them, by id. One query over their rows.</summary>
    public IAsyncEnumerable<MeteredTenant> All(CancellationToken cancel) => tables.Shared(TableNames.Tenants)
        .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {TenantStates.Partition}"), cancellationToken: cancel)
        .Select(MeteredTenant.Of);
}
