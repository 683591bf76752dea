using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace ItsmServerless.Kernel.Storage;

/// <summary>Writes what waits for the same partition in one transaction: while one is under way, others gather.</summary>
/// <remarks>Nobody waits for company: who comes alone goes at once. What is handed over together is written together or
/// not at all, whoever shares the transaction; when that fails, each is tried by itself, so that nobody fails for
/// another's rows.</remarks>
public sealed class GroupCommit
{
    private readonly ConcurrentDictionary<(string Table, string Partition), Lane> lanes = new();

    /// <summary>Returns when all the actions are committed.</summary>
    /// <param name="actions">Of one partition, at most what one transaction holds.</param>
    /// <exception cref="RequestFailedException">None of them is.</exception>
    public async Task Submit(TableClient table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancel)
    {
        var key = (table.Name, actions[0].Entity.PartitionKey);
        var share = new Share(actions);
        while (true)
        {
            var lane = lanes.GetOrAdd(key, _ => new());
            if (!lane.TryAdd(share, out var leads)) continue; // It ended just now.
            if (leads) _ = Lead(table, key, lane); // Nobody waits for the rows of those who come later.
            await share.Done.Task.WaitAsync(cancel);
            return;
        }
    }

    /// <summary>Writes until nobody waits; none of them can stop it, and it never fails.</summary>
    private async Task Lead(TableClient table, (string, string) key, Lane lane)
    {
        while (lane.Take() is { Count: > 0 } together) await Write(table, together);
        lanes.TryRemove(new(key, lane));
    }

    private static async Task Write(TableClient table, IReadOnlyList<Share> together)
    {
        try
        {
            await table.SubmitTransactionAsync(together.SelectMany(share => share.Actions), CancellationToken.None);
            foreach (var share in together) share.Done.TrySetResult();
        }
        catch (RequestFailedException refused) when (together.Count > 1 && refused.Status is >= 400 and < 500)
        {
            await Task.WhenAll(together.Select(share => Write(table, [share])));
        }
        catch (Exception failure)
        {
            foreach (var share in together) share.Done.TrySetException(failure); // Whoever waits is told.
        }
    }

    /// <summary>What one caller wants written.</summary>
    private sealed class Share(IReadOnlyList<TableTransactionAction> actions)
    {
        public IReadOnlyList<TableTransactionAction> Actions { get; } = actions;

        public long Bytes { get; } = actions.Sum(action => action.Entity is TableEntity row ? Limits.SizeOf(row) : 0);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Who waits for a partition. Ends when nobody does.</summary>
    private sealed class Lane
    {
        private readonly Lock gate = new();
        private readonly Queue<Share> waiting = new();
        private bool isLed;
        private bool hasEnded;

        public bool TryAdd(Share share, out bool leads)
        {
            lock (gate)
            {
                leads = !isLed;
                if (hasEnded) return false;
                isLed = true;
                waiting.Enqueue(share);
                return true;
            }
        }

        /// <summary>As many of the first as one transaction holds, no row twice; none when the lane has ended.</summary>
        public IReadOnlyList<Share> Take()
        {
            var (taken, rows, bytes) = (new List<Share>(), new HashSet<string>(StringComparer.Ordinal), 0L);
            lock (gate)
            {
                while (waiting.TryPeek(out var next) && (taken.Count == 0 || Fits(next, rows, bytes)))
                {
                    rows.UnionWith(next.Actions.Select(action => action.Entity.RowKey));
                    bytes += next.Bytes;
                    taken.Add(waiting.Dequeue());
                }
                hasEnded = taken.Count == 0;
            }
            return taken;
        }

        private static bool Fits(Share share, HashSet<string> rows, long bytes) =>
            rows.Count + share.Actions.Count <= Limits.TransactionEntities && bytes + share.Bytes <= Limits.TransactionBytes &&
            !share.Actions.Any(action => rows.Contains(action.Entity.RowKey));
    }
}
