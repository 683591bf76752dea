using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Local.Durable;
using ItsmServerless.ServiceLevels;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace ItsmServerless.Tests.Benchmarks.Durable;

/// <summary>What sleeping orchestrations of clocks cost, and how late they wake when many fall due in one
/// second.</summary>
/// <remarks>
/// The orchestrator is the product's <c>RunClocks</c>; its look at an incident is replaced by an answer, so that what is
/// measured is the engine. Late is an instance by the time from its due time to the beginning of its look. The ceiling
/// makes the storage calls of a waking alone, as many at once and from the same due times.
/// </remarks>
/// <param name="connectionString">The storage.</param>
/// <param name="sleepers">How many sleep.</param>
/// <param name="due">How many of them fall due.</param>
internal sealed class ClocksAsleepBenchmark(string connectionString, int sleepers = 10_000, int due = 1_000)
{
    private const int CallsAlone = 8;

    private static readonly TimeSpan Night = TimeSpan.FromHours(12);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(1);

    private readonly BenchEngine _bench = new(connectionString);
    private readonly ConcurrentDictionary<string, TimeSpan> _late = [];
    private readonly DateTimeOffset _morning = TimeProvider.System.GetUtcNow() + Night;
    private TimeProvider _clock = TimeProvider.System;

    /// <summary>Prints memory, start and lateness, and all of it as a line of JSON.</summary>
    public async Task RunAsync(TextWriter output)
    {
        await FillAsync(output);
        var (managedBefore, setBefore) = await WithNoneAsync();
        _clock = new ShiftedClock(_morning - Margin - TimeProvider.System.GetUtcNow());
        var counter = new CallCounter();
        await using var engine = _bench.Make(Tasks(), _clock, counter);
        var (start, managed, set) = await StartAsync(engine);
        await output.WriteLineAsync($"start over {sleepers:N0} asleep: {start.TotalSeconds:F2} s, {engine.InMemory} in memory");
        await output.WriteLineAsync(
            $"memory beside an engine with none: managed {managed - managedBefore:+0.0;-0.0} MB, working set {set - setBefore:+0.0;-0.0} MB");
        var callsBefore = counter.Calls;
        await UntilAsync(() => _late.Count == due, TimeSpan.FromMinutes(5));
        var ours = Lateness.Of(_late.Values);
        await UntilRestedAsync(engine);
        var calls = (counter.Calls - callsBefore) / (double)due;
        await engine.StopAsync(CancellationToken.None);
        var alone = Lateness.Of(await AloneAsync());
        await output.WriteLineAsync($"{due:N0} due in {Spread.TotalSeconds:F0} s       p50        p99        max");
        await output.WriteLineAsync($"late                   {ours}");
        await output.WriteLineAsync($"storage calls alone    {alone}");
        await output.WriteLineAsync($"storage calls a waking: {calls:F1}, alone {CallsAlone}");
        await output.WriteLineAsync(JsonSerializer.Serialize(new
        {
            benchmark = "clocks-asleep",
            sleepers,
            startSeconds = Math.Round(start.TotalSeconds, 3),
            managedMegabytes = Math.Round(managed - managedBefore, 1),
            workingSetMegabytes = Math.Round(set - setBefore, 1),
            due,
            late = ours,
            alone,
            callsAWaking = Math.Round(calls, 1),
        }, JsonSerializerOptions.Web));
        await _bench.CleanUpAsync();
    }

    private async Task FillAsync(TextWriter output)
    {
        await using var engine = _bench.Make(Tasks(), _clock);
        await engine.StartAsync(CancellationToken.None);
        var (watch, started) = (Stopwatch.StartNew(), 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, sleepers), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, stop) =>
        {
            var watched = new ClockWatch(TenantId.From("ten_1"), RecordId.From($"inc_{i}"));
            var id = ClockWorkflow.InstanceOf(watched.Tenant, watched.Incident);
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(ClockWorkflow.Name, watched, new StartOrchestrationOptions(id), stop);
            if (Interlocked.Increment(ref started) is var count && count % 1_000 == 0)
                await output.WriteLineAsync($"  {count,6:N0} put to sleep after {watch.Elapsed.TotalSeconds:F0} s");
        });
        await UntilAsync(() => _looked == sleepers, TimeSpan.FromMinutes(10));
        await UntilRestedAsync(engine);
    }

    private int _looked;

    private DurableTasks Tasks() => new DurableTasks()
        .AddOrchestrator(ClockWorkflow.Name, async context =>
        {
            await ClockWorkflow.Run(context);
            return null;
        })
        .AddActivity("TendClocks", (_, input, _) => Task.FromResult<object?>(Look(JsonDataConverter.Default.Deserialize<ClockWatch>(input)!)));

    /// <summary>The first look says when to wake; the second comes then, and is measured.</summary>
    private ClockSight Look(ClockWatch watch)
    {
        Interlocked.Increment(ref _looked);
        var number = int.Parse(watch.Incident.Value.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);
        if (watch.FiledAt is not { } filed) return new(IsAlive: true, DueAt(number));
        _late.TryAdd(watch.Incident.Value, _clock.GetUtcNow() - filed);
        return new(IsAlive: true, filed + Night);
    }

    private DateTimeOffset DueAt(int number) =>
        number < due ? _morning + (Spread * number / due) : _morning + Night;

    private async Task<(double Managed, double WorkingSet)> WithNoneAsync()
    {
        var none = new BenchEngine(connectionString);
        await using var engine = none.Make(Tasks(), _clock);
        var (_, managed, set) = await StartAsync(engine);
        await engine.StopAsync(CancellationToken.None);
        await none.CleanUpAsync();
        return (managed, set);
    }

    private static async Task<(TimeSpan Start, double Managed, double WorkingSet)> StartAsync(DurableEngine engine)
    {
        var start = Stopwatch.StartNew();
        await engine.StartAsync(CancellationToken.None);
        start.Stop();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return (start.Elapsed, GC.GetTotalMemory(forceFullCollection: true) / 1e6, process.WorkingSet64 / 1e6);
    }

    /// <summary>From the same due times: read the instance, read its history, end the run, begin the next.</summary>
    private async Task<IReadOnlyCollection<TimeSpan>> AloneAsync()
    {
        var table = _bench.Table("ceiling");
        await table.CreateAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, due), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, stop) =>
        {
            await table.SubmitTransactionAsync(Rows($"c{i}", "h1", "h2"), stop);
        });
        var late = new ConcurrentBag<TimeSpan>();
        var begin = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, due), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, stop) =>
        {
            var at = Spread * i / due;
            if (at - TimeProvider.System.GetElapsedTime(begin) is { Ticks: > 0 } early) await Task.Delay(early, stop);
            await CallsOfAWakingAsync(table, $"c{i}", () => late.Add(TimeProvider.System.GetElapsedTime(begin) - at), stop);
        });
        return late;
    }

    private static async Task CallsOfAWakingAsync(TableClient table, string id, Action looks, CancellationToken stop)
    {
        await table.GetEntityAsync<TableEntity>(id, "instance", cancellationToken: stop);
        await table.QueryAsync<TableEntity>(row => row.PartitionKey == id && row.RowKey.CompareTo("h") >= 0, cancellationToken: stop)
            .CountAsync(stop);
        await table.SubmitTransactionAsync(Rows(id), stop);
        await table.SubmitTransactionAsync(Rows(id, "h3"), stop);
        looks();
        await table.UpsertEntityAsync(new TableEntity("index", id), cancellationToken: stop);
        await table.AddEntityAsync(new TableEntity(id, "i1"), stop);
        await table.SubmitTransactionAsync(Rows(id, "h4"), stop);
        await table.UpsertEntityAsync(new TableEntity("index", id), cancellationToken: stop);
    }

    private static IEnumerable<TableTransactionAction> Rows(string id, params string[] turns) => turns
        .Select(turn => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(id, turn) { ["d"] = new string('x', 400) }))
        .Prepend(new(TableTransactionActionType.UpsertMerge, new TableEntity(id, "instance") { ["d"] = new string('x', 400) }));

    // What has nothing more to do leaves the memory but for those that are kept.
    private static async Task UntilRestedAsync(DurableEngine engine)
    {
        for (var (before, calm) = (-1, 0); calm < 10; calm = before == engine.InMemory ? calm + 1 : 0)
        {
            before = engine.InMemory;
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }

    private static async Task UntilAsync(Func<bool> isSo, TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        while (!isSo()) await Task.Delay(TimeSpan.FromMilliseconds(20), late.Token);
    }

    /// <summary>How late the half, all but a hundredth, and the last were, in seconds.</summary>
    private sealed record Lateness(double P50, double P99, double Max)
    {
        public static Lateness Of(IEnumerable<TimeSpan> late)
        {
            double[] sorted = [.. late.Select(each => Math.Round(each.TotalSeconds, 3)).Order()];
            return new(sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100], sorted[^1]);
        }

        public override string ToString() => $"{P50,7:F2} s  {P99,7:F2} s  {Max,7:F2} s";
    }

    /// <summary>The system's clock, ahead by a night.</summary>
    private sealed class ShiftedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
