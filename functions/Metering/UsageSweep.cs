using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>Forgets once a day the single units of days that nobody can bill any more; their sums stay.</summary>
/// <remarks>Looks at a week of such days, so that a day or two without it leave nothing behind.</remarks>
public sealed class UsageSweep(Tables tables, MeteredTenants tenants, Clock clock)
{
    private const int Week = 7;

    /// <summary>Two days more than a unit is remembered for: none of such a day is ever counted again.</summary>
    private static readonly Duration Kept = UsageMeter.Remembered + Duration.FromDays(2);

    /// <summary>All tenants; may run again.</summary>
    public async Task All(CancellationToken cancel)
    {
        var last = (clock.Now - Kept).InUtc().Date;
        await foreach (var tenant in tenants.All(cancel))
        {
            for (var back = 0; back < Week; back++) await Sweep(tenant.Id, last.PlusDays(-back), cancel);
        }
    }

    private async Task Sweep(TenantId tenant, LocalDate day, CancellationToken cancel)
    {
        for (var shard = 0; shard < UsageRows.Shards; shard++) await Sweep(UsageRows.Partition(tenant, day, shard), cancel);
    }

    private async Task Sweep(string partition, CancellationToken cancel)
    {
        var table = tables.Shared(TableNames.Usage);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {UsageRows.FirstUnit} and RowKey lt {UsageRows.AfterUnits}");
        var units = await table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancel).ToListAsync(cancel);
        foreach (var together in units.Chunk(Kernel.Storage.Limits.TransactionEntities))
        {
            await table.SubmitTransactionAsync(
                together.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancel);
        }
    }
}
