using System.Diagnostics;
using Azure.Data.Tables;
using ItsmServerless.Local.Durable;
using Microsoft.DurableTask;

namespace ItsmServerless.Tests.Benchmarks.Durable;

/// <summary>
/// Orchestrations per second of a chain of three activities, beside what the storage alone would allow.
/// </summary>
/// <remarks>
/// A chain needs 10 calls: its key in and out of the index, the instance, 3 answers, and 4 transactions. The ceiling
/// makes the same calls, with nothing in between.
/// </remarks>
internal sealed class ChainBenchmark(string connectionString)
{
    private const int Chains = 300;

    private readonly BenchEngine _bench = new(connectionString);

    /// <summary>Prints a line for each number of chains in flight.</summary>
    public async Task RunAsync(TextWriter output)
    {
        await using var engine = _bench.Make();
        await engine.StartAsync(CancellationToken.None);
        var table = _bench.Table("ceiling");
        await table.CreateAsync();
        await PerSecondAsync(8, i => ChainAsync(engine, $"warm-{i}"), Chains / 3);
        await output.WriteLineAsync("in flight   chains/s   storage alone");
        foreach (var inFlight in new[] { 1, 8, 32 })
        {
            var ours = await PerSecondAsync(inFlight, i => ChainAsync(engine, $"{inFlight}-{i}"), Chains);
            var ceiling = await PerSecondAsync(inFlight, i => CallsOfAChainAsync(table, $"{inFlight}-{i}"), Chains);
            await output.WriteLineAsync($"{inFlight,9}   {ours,8:F0}   {ceiling,13:F0}");
        }

        await engine.StopAsync(CancellationToken.None);
        await _bench.CleanUpAsync();
    }

    private static async Task<double> PerSecondAsync(int inFlight, Func<int, Task> run, int count)
    {
        var watch = Stopwatch.StartNew();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = inFlight };
        await Parallel.ForEachAsync(Enumerable.Range(0, count), limit, async (i, _) => await run(i));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task ChainAsync(DurableEngine engine, string id)
    {
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Chain", new StartOrchestrationOptions(id));
        await engine.Client.WaitForInstanceCompletionAsync(id);
    }

    private static async Task CallsOfAChainAsync(TableClient table, string id)
    {
        await table.UpsertEntityAsync(new TableEntity("index", id));
        await table.AddEntityAsync(new TableEntity(id, "instance"));
        for (var turn = 0; turn < 4; turn++)
        {
            if (turn > 0)
                await table.AddEntityAsync(new TableEntity(id, $"i{turn}"));
            await table.SubmitTransactionAsync(Turn(id, turn));
        }

        await table.DeleteEntityAsync("index", id);
    }

    private static IEnumerable<TableTransactionAction> Turn(string id, int turn)
    {
        yield return new(TableTransactionActionType.UpsertMerge, new TableEntity(id, "instance"));
        yield return new(TableTransactionActionType.Add, new TableEntity(id, $"h{turn}"));
        if (turn > 0)
            yield return new(TableTransactionActionType.Delete, new TableEntity(id, $"i{turn}"));
    }
}
