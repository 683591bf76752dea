using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ItsmServerless.Intake;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tests.Scenarios.Kernel;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace ItsmServerless.Tests.Benchmarks.Intake;

/// <summary>Messages a second that the door accepts, and that become incidents, with so many in flight.</summary>
/// <remarks>The product's own services over storage, without HTTP and bus around. The ceiling is the storage calls of the
/// same messages, taped while the product made them and made again without it in the same order, as many messages in
/// flight, on tables that are as empty as they were. Publishing and the taking back of intents count on both sides.</remarks>
internal sealed class IntakeBenchmark(string connectionString, int messages)
{
    private static readonly int[] InFlight = [1, 8, 32];
    private const int PumpWorkers = 8;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);
    private readonly List<Figure> _figures = [];

    /// <summary>Prints a JSON line for each figure as it is there, and all as a table.</summary>
    public async Task RunAsync(TextWriter output, params IReadOnlyList<BenchMessage> kinds)
    {
        foreach (var kind in kinds)
        {
            foreach (var atOnce in InFlight)
            {
                foreach (var figure in await Measure(kind, atOnce))
                {
                    _figures.Add(figure);
                    await output.WriteLineAsync(JsonSerializer.Serialize(figure));
                }
            }
        }
        await output.WriteLineAsync("message      step      in flight   per second   ceiling   ratio   calls each");
        foreach (var figure in _figures) await output.WriteLineAsync(figure.Told());
    }

    private async Task<Figure[]> Measure(BenchMessage kind, int atOnce)
    {
        var (prefix, other) = (NewPrefix(), NewPrefix());
        var (tape, tenant) = (new StorageTape(), TenantId.From("ten_01JD0000000000000000000000"));
        await using var process = new KernelUnderTest(connectionString, prefix, new RecordingBus(), tape);
        await using var empty = new KernelUnderTest(connectionString, other, new RecordingBus());
        var token = await Open(process, tenant, kind);
        await Open(empty, tenant, kind);
        await process.Pump.StartAsync(default);
        var count = Math.Max(atOnce, messages / kind.Share / (atOnce == 1 ? 4 : 1));
        var warm = await Both(Math.Min(16, count), int.MaxValue / 2); // Until the compiler has done its best.
        var replay = new RawReplay(connectionString, prefix, other);
        await Replay(replay, warm.Accepted, atOnce);
        await Replay(replay, warm.Applied, atOnce);
        replay.TakeOther();
        var (accepted, applied) = await Both(count, 0);
        await process.Pump.StopAsync(default);
        return
        [
            new(kind.Name, "accepted", atOnce, count, accepted, await Replay(replay, accepted, atOnce), replay.TakeOther()),
            new(kind.Name, "applied", atOnce, count, applied, await Replay(replay, applied, atOnce), replay.TakeOther()),
        ];

        async Task<(Run Accepted, Run Applied)> Both(int some, int first)
        {
            var bodies = Enumerable.Range(first, some).Select(kind.Of).ToList();
            var receipts = new ConcurrentQueue<RecordId>();
            var door = await Timed(process, tape, bodies, atOnce, async body =>
                receipts.Enqueue(await Deliver(process, token, kind, body)));
            return (door, await Timed(process, tape, receipts, atOnce, receipt => TakeUp(process, tenant, receipt)));
        }
    }

    private static async Task<Run> Timed<T>(
        KernelUnderTest process, StorageTape tape, IEnumerable<T> items, int atOnce, Func<T, Task> work)
    {
        tape.TakeApart();
        var calls = new ConcurrentQueue<IReadOnlyList<TapedCall>>();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (item, _) => calls.Enqueue(await tape.Of(() => work(item))));
        while (!process.Pump.IsIdle) await Task.Delay(Glance);
        return new(watch.Elapsed, calls, tape.TakeApart());
    }

    /// <summary>What belongs to no message is made by one more beside, as it was.</summary>
    private static async Task<TimeSpan> Replay(RawReplay replay, Run run, int atOnce)
    {
        var watch = Stopwatch.StartNew();
        var apart = Task.WhenAll(run.Apart.Chunk(Math.Max(1, run.Apart.Count / PumpWorkers)).Select(replay.Play));
        await Parallel.ForEachAsync(run.Calls, new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (calls, _) => await replay.Play(calls));
        await apart;
        return watch.Elapsed;
    }

    private static async Task<RecordId> Deliver(
        KernelUnderTest process, string token, BenchMessage kind, byte[] body)
    {
        var http = new DefaultHttpContext();
        (http.Request.ContentType, http.Request.Body) = (kind.ContentType, new MemoryStream(body));
        var kept = await process.Get<IntakeDoor>().Accept(token, http.Request, default);
        return kept.Value.Kept!.Receipts[0].Id;
    }

    private static Task TakeUp(KernelUnderTest process, TenantId tenant, RecordId receipt) =>
        process.Get<MessageIntake>().On(new PublishedEvent(
            tenant, receipt, Receipt.Practice, 1, "receipt.accepted", default, Actor.System, default),
            deliveries: 1, default);

    private static async Task<string> Open(KernelUnderTest process, TenantId tenant, BenchMessage kind)
    {
        await process.Tables.CreateShared(default);
        await process.Tables.CreateFor(tenant, default);
        var row = new Azure.Data.Tables.TableEntity(TenantStates.Partition, tenant.Value) { ["State"] = "active", ["Plan"] = "unlimited" };
        await process.Tables.Shared(TableNames.Tenants).UpsertEntityAsync(row);
        var isMail = kind.Format == "mime";
        var request = new Request<CreateIntakeSource>(
            new Caller(tenant, Role.Admin, "key", null),
            new("Bench", kind.Format, Alerts: isMail ? null : new(StormAbove: 10_000)),
            KernelUnderTest.Command(tenant, CommandId.FromCause("open"), Instant.FromUtc(2026, 11, 24, 9, 0)), "open");
        return (await process.Get<IntakeSources>().Create(request, default)).Value.Url!.Split('/')[^1];
    }

    private static string NewPrefix() => "bench" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x11");

    /// <summary>The calls of each message, and those of none.</summary>
    private sealed record Run(
        TimeSpan Took, IReadOnlyCollection<IReadOnlyList<TapedCall>> Calls, IReadOnlyCollection<TapedCall> Apart);

    /// <summary>What was measured.</summary>
    /// <param name="OtherAnswers">Replayed calls that were answered otherwise than on the tape: method, status there,
    /// status now.</param>
    private sealed record Figure(
        string Message, string Step, int InFlight, int Count, double PerSecond, double Ceiling, double CallsEach,
        IReadOnlyDictionary<string, int> OtherAnswers)
    {
        public Figure(string message, string step, int inFlight, int count, Run run, TimeSpan raw, IReadOnlyDictionary<string, int> other) : this(
            message, step, inFlight, count, Math.Round(count / run.Took.TotalSeconds, 1),
            Math.Round(count / raw.TotalSeconds, 1),
            Math.Round((run.Calls.Sum(calls => calls.Count) + run.Apart.Count) / (double)count, 1), other)
        {
        }

        public string Told() => string.Create(CultureInfo.InvariantCulture,
            $"{Message,-12} {Step,-9} {InFlight,9} {PerSecond,12:F1} {Ceiling,9:F1} {PerSecond / Ceiling,7:F2} {CallsEach,12:F1}");
    }
}
