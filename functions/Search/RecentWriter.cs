using System.Collections.Concurrent;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Search;

/// <summary>Writes rows of <c>searchrecent</c>: what comes while a write is under way goes together with the next.</summary>
/// <remarks>So a single change is written at once, and many at a time cost few transactions.</remarks>
public sealed class RecentWriter(SearchStore store)
{
    private const int MostBytes = Limits.TransactionBytes / 2;
    private readonly ConcurrentDictionary<TenantId, Line> lines = new();

    /// <summary>Returns when the row is stored.</summary>
    internal async Task Add(TenantId tenant, RecentRow row, CancellationToken cancel)
    {
        var line = lines.GetOrAdd(tenant, _ => new());
        var mine = new Waiting(row, new(TaskCreationOptions.RunContinuationsAsynchronously));
        line.Rows.Enqueue(mine);
        await line.Gate.WaitAsync(cancel); // Who was not written by those before writes for all that wait.
        try
        {
            while (!mine.Stored.Task.IsCompleted) await Write(tenant, Together(line.Rows), cancel);
        }
        finally
        {
            line.Gate.Release();
        }
        await mine.Stored.Task;
    }

    private async Task Write(TenantId tenant, IReadOnlyList<Waiting> together, CancellationToken cancel)
    {
        try
        {
            await store.Add(tenant, [.. together.Select(waiting => waiting.Row).DistinctBy(row => row.Key)], cancel);
            foreach (var waiting in together) waiting.Stored.SetResult();
        }
        catch (Exception failure) // Whoever waits hears of it: the bus delivers each of them again.
        {
            foreach (var waiting in together) waiting.Stored.SetException(failure);
        }
    }

    /// <summary>As many as a transaction holds, in turn.</summary>
    private static List<Waiting> Together(ConcurrentQueue<Waiting> rows)
    {
        var (together, bytes) = (new List<Waiting>(), 0);
        while (rows.TryPeek(out var next) && together.Count < Limits.TransactionEntities &&
            (together.Count == 0 || bytes + next.Row.Document.Length <= MostBytes))
        {
            rows.TryDequeue(out _);
            bytes += next.Row.Document.Length;
            together.Add(next);
        }
        return together;
    }

    private sealed record Waiting(RecentRow Row, TaskCompletionSource Stored);

    private sealed class Line
    {
        public ConcurrentQueue<Waiting> Rows { get; } = new();

        public SemaphoreSlim Gate { get; } = new(1, 1);
    }
}
