using Azure.Data.Tables;

namespace ItsmServerless.Local.Timers;

/// <summary>Remembers, over restarts, which occurrence of a timer function ran last; one row each.</summary>
internal sealed class TimerStore(TableClient table)
{
    private const string Partition = "timer";

    /// <summary>Makes the table.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken) =>
        await table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>The occurrence up to which the function has run; <see langword="null"/> when it never did.</summary>
    public async Task<DateTimeOffset?> LastAsync(string function, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(
            Partition, function, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.GetDateTimeOffset("last") : null;
    }

    /// <summary>Writes it; the last word counts, there is one host.</summary>
    public async Task SaveAsync(string function, DateTimeOffset last, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(
            new TableEntity(Partition, function) { ["last"] = last }, TableUpdateMode.Replace, cancellationToken);
}
