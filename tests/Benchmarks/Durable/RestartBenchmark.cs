using System.Diagnostics;
using Azure.Data.Tables;
using ItsmServerless.Local.Durable;
using Microsoft.DurableTask;

namespace ItsmServerless.Tests.Benchmarks.Durable;

/// <summary>How long a start takes over what waits, and how much memory it then has.</summary>
/// <remarks>Its ceiling is reading the rows of the index alone.</remarks>
internal sealed class RestartBenchmark(string connectionString)
{
    private const int Waiting = 10_000;
    private const int Talkers = 100;
    private const int Words = 40;
    private const int WordLength = 25_000;

    /// <summary>Prints a line for each kind of load.</summary>
    public async Task RunAsync(TextWriter output)
    {
        await output.WriteLineAsync("restart over                     start   index alone   in memory   memory");
        await MeasureAsync("10,000 waiting instances", engine => WaitAsync(engine, output), output);
        await MeasureAsync("100 MB of history       ", engine => TalkAsync(engine, output), output);
    }

    private async Task MeasureAsync(string load, Func<DurableEngine, Task> fill, TextWriter output)
    {
        var bench = new BenchEngine(connectionString);
        await using (var before = bench.Make())
        {
            await before.StartAsync(CancellationToken.None);
            await fill(before);
        }

        var rows = Stopwatch.StartNew();
        await bench.Table("active").QueryAsync<TableEntity>().CountAsync();
        rows.Stop();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        await using (var engine = bench.Make())
        {
            var start = Stopwatch.StartNew();
            await engine.StartAsync(CancellationToken.None);
            start.Stop();
            var grown = (GC.GetTotalMemory(forceFullCollection: true) - memory) / 1e6;
            await output.WriteLineAsync(
                $"{load}   {start.Elapsed.TotalSeconds,8:F2} s   {rows.Elapsed.TotalSeconds,9:F2} s   "
                + $"{engine.InMemory,9}   {grown,5:F1} MB");
        }

        await bench.CleanUpAsync();
    }

    private static async Task WaitAsync(DurableEngine engine, TextWriter output)
    {
        var started = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, Waiting), AtOnce, async (i, stop) =>
        {
            var id = new StartOrchestrationOptions($"w{i}");
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(i % 2 == 0 ? "Sleep" : "Collect", id, stop);
            await engine.Client.WaitForInstanceStartAsync(id.InstanceId!, stop);
            if (Interlocked.Increment(ref started) is var count && count % 2000 == 0)
                await output.WriteLineAsync($"  {count} started, {engine.InMemory} in memory");
        });
        await UntilRestedAsync(engine);
    }

    private static async Task TalkAsync(DurableEngine engine, TextWriter output)
    {
        var word = new string('w', WordLength);
        await Parallel.ForEachAsync(Enumerable.Range(0, Talkers), AtOnce, async (i, stop) =>
        {
            var id = new StartOrchestrationOptions($"t{i}");
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Collect", id, stop);
            for (var said = 0; said < Words; said++)
                await engine.Client.RaiseEventAsync(id.InstanceId!, "Word", word, stop);
        });
        await UntilRestedAsync(engine);
        await output.WriteLineAsync(
            $"  {Talkers * Words * WordLength / 1e6} MB said, {engine.InMemory} in memory, "
            + $"{GC.GetTotalMemory(forceFullCollection: true) / 1e6:F0} MB");
    }

    // What has nothing more to do leaves the memory but for those that are kept.
    private static async Task UntilRestedAsync(DurableEngine engine)
    {
        for (var (before, calm) = (-1, 0); calm < 10; calm = before == engine.InMemory ? calm + 1 : 0)
        {
            before = engine.InMemory;
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }

    private static ParallelOptions AtOnce { get; } = new() { MaxDegreeOfParallelism = 32 };
}
