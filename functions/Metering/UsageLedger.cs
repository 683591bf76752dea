using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>What was used of a dimension in an hour, or another window that begins then.</summary>
public sealed record Usage(Instant At, string Dimension, long Quantity);

/// <summary>Reads what was counted.</summary>
public sealed class UsageLedger(Tables tables)
{
    private const int AtOnce = 16;

    /// <summary>The hours that begin in a range, oldest first; those in which nothing was used are missing.</summary>
    /// <remarks>A query for one row, then one over a range of one partition for each of a day's shards, from the first day
    /// that has any. They never read the units that were counted.</remarks>
    public async Task<IReadOnlyList<Usage>> Hours(TenantId tenant, Instant from, Instant to, CancellationToken cancel)
    {
        if (await FirstDay(tenant, from.InUtc().Date, cancel) is not { } first) return [];
        var found = new List<Usage>();
        foreach (var batch in Partitions(tenant, first, to).Chunk(AtOnce))
        {
            foreach (var rows in await Task.WhenAll(batch.Select(part => Counters(part.Day, part.Partition, cancel)))) found.AddRange(rows);
        }
        return [.. found.Where(usage => usage.At >= from && usage.At < to)
            .GroupBy(usage => (usage.At, usage.Dimension)).Select(Sum).OrderBy(usage => usage.At).ThenBy(usage => Order(usage.Dimension))];
    }

    /// <summary>The first day from one on in which anything was used; null for none.</summary>
    public async Task<LocalDate?> FirstDay(TenantId tenant, LocalDate from, CancellationToken cancel)
    {
        var (first, after) = (UsageRows.Partition(tenant, from, 0), UsageRows.Statements(tenant));
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {after}");
        var row = await tables.Shared(TableNames.Usage).QueryAsync<TableEntity>(filter, 1, ["PartitionKey"], cancel).FirstOrDefaultAsync(cancel);
        return row is null ? null : UsageRows.DayOf(row.PartitionKey);
    }

    private static int Order(string dimension) => Dimensions.All.ToList().IndexOf(dimension);

    private static Usage Sum(IGrouping<(Instant At, string Dimension), Usage> same) =>
        new(same.Key.At, same.Key.Dimension, same.Sum(usage => usage.Quantity));

    private static IEnumerable<(LocalDate Day, string Partition)> Partitions(TenantId tenant, LocalDate first, Instant to)
    {
        for (var day = first; day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() < to; day = day.PlusDays(1))
        {
            for (var shard = 0; shard < UsageRows.Shards; shard++) yield return (day, UsageRows.Partition(tenant, day, shard));
        }
    }

    private async Task<IReadOnlyList<Usage>> Counters(LocalDate day, string partition, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {UsageRows.FirstCounter} and RowKey lt {UsageRows.AfterCounters}");
        var rows = tables.Shared(TableNames.Usage).QueryAsync<TableEntity>(filter, cancellationToken: cancel);
        return await rows.Select(row => Read(day, row)).ToListAsync(cancel);
    }

    private static Usage Read(LocalDate day, TableEntity row)
    {
        var (hour, dimension) = UsageRows.Read(row.RowKey);
        var at = day.At(new LocalTime(hour, 0)).InUtc().ToInstant();
        return new(at, dimension, row.GetInt64(UsageRows.QuantityColumn) ?? 0);
    }
}
