using Azure.Data.Tables;

namespace ItsmServerless.Local.Timers;

/// <summary>Remembers, over restarts, how far each timer function is; one row each.</summary>
internal sealed class TimerStore(TableClient table)
{
    private const string Partition = "timer";

    /// <summary>Makes the table.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken) =>
        await table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>How far the function is; <see langword="null"/> when it was never hosted.</summary>
    public async Task<TimerStatus?> FindAsync(string function, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            Partition, function, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new(row.GetDateTimeOffset("last"), row.GetDateTimeOffset("next"), UpdatedOf(row))
            : null;
    }

    /// <summary>Writes it; the last word counts, there is one host.</summary>
    public async Task SaveAsync(string function, TimerStatus status, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, function)
        {
            ["last"] = status.Last,
            ["next"] = status.Next,
            ["updated"] = status.Updated,
        };
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Rows of the first version have <c>last</c> alone.</summary>
    private static DateTimeOffset UpdatedOf(TableEntity row) =>
        row.GetDateTimeOffset("updated") ?? row.GetDateTimeOffset("last") ?? DateTimeOffset.MinValue;
}
