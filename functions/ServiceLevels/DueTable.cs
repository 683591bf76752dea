using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.ServiceLevels;

/// <summary>When which incident's clocks want to be looked at: what the sweeper finds without a scan.</summary>
/// <remarks>Partition: the day (UTC) of the time; row: the time, then tenant and incident, so rows lie in order of
/// time. A row may be left behind; whoever looks at the clocks then finds nothing to do and takes it away.</remarks>
public sealed class DueTable(Tables tables)
{
    private static readonly InstantPattern Day = InstantPattern.CreateWithInvariantCulture("uuuuMMdd");

    private TableClient Table => tables.Shared(TableNames.Due);

    /// <summary>Replaces the incident's entry: the new row is there before the old one goes. At most two writes; none
    /// when nothing changes.</summary>
    public async Task Move(TenantId tenant, RecordId incident, Instant? from, Instant? to, CancellationToken cancel)
    {
        if (from == to) return;
        if (to is { } next) await Table.UpsertEntityAsync(Row(tenant, incident, next), TableUpdateMode.Replace, cancel);
        if (from is { } former)
            await Table.DeleteEntityAsync(
                Day.Format(former), RowKey(tenant, incident, former), cancellationToken: cancel);
    }

    /// <summary>All entries before an instant, oldest first: one query a page, over what is overdue and nothing
    /// else.</summary>
    public async IAsyncEnumerable<DueEntry> Before(Instant instant, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (day, bound) = (Day.Format(instant), Ticks(instant));
        var filter = TableClient.CreateQueryFilter($"PartitionKey le {day} and RowKey lt {bound}");
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
            yield return Entry(row);
    }

    private static TableEntity Row(TenantId tenant, RecordId incident, Instant at) =>
        new(Day.Format(at), RowKey(tenant, incident, at))
        {
            ["Tenant"] = tenant.Value,
            ["Incident"] = incident.Value,
            ["At"] = at.ToUnixTimeTicks(),
        };

    private static DueEntry Entry(TableEntity row) => new(
        TenantId.From(row.GetString("Tenant")), RecordId.From(row.GetString("Incident")),
        Instant.FromUnixTimeTicks(row.GetInt64("At")!.Value));

    private static string RowKey(TenantId tenant, RecordId incident, Instant at) => $"{Ticks(at)}|{tenant}|{incident}";

    private static string Ticks(Instant at) => at.ToUnixTimeTicks().ToString("D19");
}

/// <summary>An incident whose clocks want to be looked at.</summary>
public sealed record DueEntry(TenantId Tenant, RecordId Incident, Instant At);
