using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace ItsmServerless.Metering;

/// <summary>Counts the units of some partitions one after the other, so that they do not meet in storage; those that wait
/// together are counted together.</summary>
/// <remarks>A counter and the units it counts change in one transaction. Which counters there are is remembered from the
/// last one: where another process came between, the transaction fails, and they are read.</remarks>
internal sealed class MeterLane : IDisposable
{
    /// <summary>Units in one transaction; there is a counter more for each hour and dimension of them.</summary>
    private const int Most = 48;

    private const int Tries = 20;
    private const int MostRemembered = 100;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentQueue<WaitingUnit> queue = new();
    private readonly Dictionary<(string Partition, string Counter), CounterRow> known = [];

    /// <summary>Returns when the unit is counted. May be called again.</summary>
    public async Task Count(TableClient table, MeteredUnit unit, CancellationToken cancel)
    {
        var own = new WaitingUnit(unit);
        queue.Enqueue(own);
        await gate.WaitAsync(cancel);
        try
        {
            if (own.IsCounted) return;
            var together = TakeWaiting(own);
            if (together.Count == 1 || !await TryCount(table, [.. together.Select(each => each.Unit).DistinctBy(unit => unit.Row)], cancel))
                foreach (var each in together) await CountAlone(table, each.Unit, cancel);
            foreach (var each in together) each.IsCounted = true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    /// <summary>The unit whose turn it is, and others of its partition that wait; the rest waits on.</summary>
    private List<WaitingUnit> TakeWaiting(WaitingUnit own)
    {
        var (taken, others) = (new List<WaitingUnit> { own }, new List<WaitingUnit>());
        while (taken.Count < Most && queue.TryDequeue(out var next))
        {
            if (next == own || next.IsCounted) continue;
            (next.Unit.Partition == own.Unit.Partition ? taken : others).Add(next);
        }
        foreach (var other in others) queue.Enqueue(other);
        return taken;
    }

    private async Task CountAlone(TableClient table, MeteredUnit unit, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await TryCount(table, [unit], cancel)) return;
            var counted = await table.GetEntityIfExistsAsync<TableEntity>(unit.Partition, unit.Row, ["RowKey"], cancel);
            if (counted.HasValue) return; // Told before; or this very transaction, its answer lost.
        }
        throw new InvalidOperationException($"Counter {unit.Counter} of {unit.Partition} changed {Tries} times while a unit was counted.");
    }

    /// <summary>False when one of the units was counted before, or a counter moved.</summary>
    private async Task<bool> TryCount(TableClient table, IReadOnlyList<MeteredUnit> units, CancellationToken cancel)
    {
        var actions = units.Select(unit => new TableTransactionAction(
            TableTransactionActionType.Add, new TableEntity(unit.Partition, unit.Row))).ToList();
        var counters = new List<((string, string) Key, long Quantity)>();
        foreach (var group in units.GroupBy(unit => (unit.Partition, unit.Counter)))
        {
            var seen = known.TryGetValue(group.Key, out var kept) ? kept : await Read(table, group.Key, cancel);
            counters.Add((group.Key, seen.Quantity + group.Count()));
            actions.Add(seen.Plus(group.Key, group.Count()));
        }
        try
        {
            var done = await table.SubmitTransactionAsync(actions, cancel);
            for (var index = 0; index < counters.Count; index++)
                Remember(counters[index].Key, new(counters[index].Quantity, done.Value[units.Count + index].Headers.ETag));
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
        {
            foreach (var (key, _) in counters) known.Remove(key);
            return false;
        }
    }

    private void Remember((string, string) key, CounterRow row)
    {
        if (known.Count >= MostRemembered) known.Clear();
        if (row.ETag is null) known.Remove(key);
        else known[key] = row;
    }

    private static async Task<CounterRow> Read(TableClient table, (string Partition, string Counter) key, CancellationToken cancel)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Counter, cancellationToken: cancel);
        return found.HasValue ? new(found.Value!.GetInt64(UsageRows.QuantityColumn) ?? 0, found.Value.ETag) : new(0, null);
    }
}

/// <summary>A unit: the row that remembers it, and the counter it counts in.</summary>
internal sealed record MeteredUnit(string Partition, string Counter, string Row);

/// <summary>A counter as it was read or written last.</summary>
/// <param name="ETag">Null when there is none yet.</param>
internal sealed record CounterRow(long Quantity, ETag? ETag)
{
    /// <summary>Makes it so much more.</summary>
    public TableTransactionAction Plus((string Partition, string Counter) key, int count)
    {
        var row = new TableEntity(key.Partition, key.Counter) { [UsageRows.QuantityColumn] = Quantity + count };
        return ETag is { } seen ? new(TableTransactionActionType.UpdateReplace, row, seen) : new(TableTransactionActionType.Add, row);
    }
}

/// <summary>A unit whose teller waits.</summary>
internal sealed class WaitingUnit(MeteredUnit unit)
{
    public MeteredUnit Unit { get; } = unit;

    public bool IsCounted { get; set; }
}
