using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Kernel.Workflows;

/// <summary>When which record wants to be looked at: what the sweeper finds without a scan.</summary>
/// <remarks>Partition: the day (UTC) of the time; row: the time, then tenant and record, so rows lie in order of time.
/// The keys say all. A row may be left behind; whoever looks at the record then finds nothing to do and takes it
/// away.</remarks>
public sealed class DueTable(Tables tables) : ISharedRows
{
    private static readonly InstantPattern Day = InstantPattern.CreateWithInvariantCulture("uuuuMMdd");

    private TableClient Table => tables.Shared(TableNames.Due);

    /// <summary>Replaces the record's entry: the new row is there before the old one goes. At most two writes; none
    /// when nothing changes.</summary>
    public async Task Move(TenantId tenant, RecordId record, Instant? from, Instant? to, CancellationToken cancel)
    {
        if (from == to) return;
        if (to is { } next)
        {
            var row = new TableEntity(Day.Format(next), RowKey(tenant, record, next));
            await Table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancel);
        }
        if (from is { } former)
            await Table.DeleteEntityAsync(
                Day.Format(former), RowKey(tenant, record, former), cancellationToken: cancel);
    }

    /// <summary>All entries before an instant, oldest first: one query a page, over what is overdue and nothing
    /// else.</summary>
    public async IAsyncEnumerable<DueEntry> Before(Instant instant, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (day, bound) = (Day.Format(instant), Ticks(instant));
        var filter = TableClient.CreateQueryFilter($"PartitionKey le {day} and RowKey lt {bound}");
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
            yield return Entry(row.RowKey.Split('|'));
    }

    /// <inheritdoc/>
    /// <remarks>Reads the keys of the whole table, a call for each thousand running clocks and open approvals of the
    /// installation: rows lie by time, and only a tenant that leaves is looked for by name.</remarks>
    public async Task<int> Remove(TenantId tenant, CancellationToken cancel)
    {
        var count = 0;
        await foreach (var row in Table.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"], cancellationToken: cancel))
        {
            if (Entry(row.RowKey.Split('|')).Tenant != tenant) continue;
            await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancel);
            count++;
        }
        return count;
    }

    private static DueEntry Entry(string[] key) => new(
        TenantId.From(key[1]), RecordId.From(key[2]),
        Instant.FromUnixTimeTicks(long.Parse(key[0], System.Globalization.CultureInfo.InvariantCulture)));

    private static string RowKey(TenantId tenant, RecordId record, Instant at) => $"{Ticks(at)}|{tenant}|{record}";

    private static string Ticks(Instant at) => at.ToUnixTimeTicks().ToString("D19");
}

/// <summary>A record that wants to be looked at.</summary>
public sealed record DueEntry(TenantId Tenant, RecordId Record, Instant At);
