using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Search;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;

namespace ItsmServerless.Tests.Benchmarks.Reading;

/// <summary>How long the index takes to be made anew of records, and how much memory.</summary>
/// <remarks>The records' rows are written as the event log writes them, without list rows and bus. Every page is made by a
/// process of its own, as after a crash between them.</remarks>
internal sealed class RebuildBenchmark(string connectionString, int records)
{
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000000");

    public async Task RunAsync(TextWriter output)
    {
        var prefix = "bench" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x11", CultureInfo.InvariantCulture);
        await using var process = new KernelUnderTest(connectionString, prefix, new RecordingBus());
        await process.Tables.CreateFor(Tenant, default);
        await Fill(process, output);
        var (watch, pages, calls, most) = (Stopwatch.StartNew(), 0, 0, 0L);
        for (SearchRebuildRun? run = new(Tenant, "anew"); run is not null; pages++)
        {
            await using var another = new KernelUnderTest(connectionString, prefix, new RecordingBus());
            another.Faults.Set(0, Fault.None);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            run = await another.Get<SearchRebuilder>().Step(run, default);
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
            calls += another.Faults.Calls;
        }
        var index = (await process.Get<SearchRebuilder>().Look(Tenant, default)).Value;
        await output.WriteLineAsync(JsonSerializer.Serialize(new
        {
            rebuild = records,
            pages,
            seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
            calls,
            found = index.Records,
            segments = index.Segments,
            heapMiBAtMost = most >> 20,
        }));
    }

    private async Task Fill(KernelUnderTest process, TextWriter output)
    {
        var (store, watch, done) = (process.Get<RecordStore>(), Stopwatch.StartNew(), 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, records), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancel) =>
        {
            var id = UlidText.FromKey(Incident.Prefix, Tenant, $"life-{number}");
            var command = CommandContext.Internal(
                Tenant, CommandId.FromCause("fill", $"{number}"), Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromSeconds(number));
            var (after, stored) = Fold.Onto<Incident, IncidentEvent>(id, null, null, command, [.. IndexingBenchmark.Events(number)]);
            var transaction = Transaction.Of(id, Incident.Practice, command, null, after.State, stored);
            await store.TryCommit(Tenant, transaction.Value, cancel);
            if (Interlocked.Increment(ref done) % 2_000 == 0)
                await output.WriteLineAsync($"{done,7} of {records} records, {watch.Elapsed.TotalSeconds:F0} s");
        });
    }
}
