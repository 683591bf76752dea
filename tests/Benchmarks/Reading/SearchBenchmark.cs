using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Search;
using ItsmServerless.Search.Index;
using ItsmServerless.Search.Text;
using ItsmServerless.Tests.Benchmarks.Intake;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;

namespace ItsmServerless.Tests.Benchmarks.Reading;

/// <summary>How long words take to be found, as the index grows.</summary>
/// <remarks>The product's index over Azurite, without HTTP and without the point reads of the records that a page shows.
/// Words are drawn as in natural text (Zipf), 46 a record. Segments are written as a rebuild writes them; the newest
/// records wait for one. The ceiling of a search is the very storage calls it makes, made again by the SDK's pipeline all at
/// once. First searches are made by a process that has nothing in memory.</remarks>
internal sealed class SearchBenchmark(string connectionString, IReadOnlyList<int> sizes)
{
    private const int Words = 30_000;
    private const int Repeats = 200;
    private const int FirstRepeats = 5;
    private const int Shown = 20;
    private const int Waiting = 60;
    private const int Page = 2_000;
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000000");
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    /// <summary>A word of every second record, of one in a thousand, of one in all; and what is made of them.</summary>
    private static readonly (string Kind, string Text, string? Requester)[] Queries =
    [
        ("frequent word", "w0", null), ("rare word", "w3000", null), ("one record's word", "only7", null),
        ("two words", "w3 w40", null), ("beginning", "w299*", null), ("phrase", "\"fixed phrase\"", null),
        ("number", "INC-000123", null), ("word without another", "w40 -w3", null),
        ("frequent, a requester's", "w0", "p7@example.org"),
    ];

    /// <summary>Prints a JSON line for each figure as it is there, and all as a table.</summary>
    public async Task RunAsync(TextWriter output)
    {
        var figures = new List<Figure>();
        foreach (var size in sizes)
        {
            foreach (var figure in await Measure(size, output))
            {
                figures.Add(figure);
                await output.WriteLineAsync(JsonSerializer.Serialize(figure));
            }
        }
        await output.WriteLineAsync(Figure.Head);
        foreach (var figure in figures) await output.WriteLineAsync(figure.Told());
    }

    private async Task<IReadOnlyList<Figure>> Measure(int size, TextWriter output)
    {
        var prefix = "bench" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x11", CultureInfo.InvariantCulture);
        await using var process = new KernelUnderTest(connectionString, prefix, new RecordingBus());
        await process.Tables.CreateFor(Tenant, default);
        await Fill(process, size, output);
        var replay = new RawReplay(connectionString, prefix, prefix);
        var figures = new List<Figure>();
        foreach (var query in Queries)
        {
            var (first, firstCalls, firstCeiling) = await First(prefix, query, replay);
            var tape = new StorageTape();
            await using var warm = new KernelUnderTest(connectionString, prefix, new RecordingBus(), tape);
            var found = await Find(warm, query);
            var calls = await tape.Of(() => Find(warm, query));
            // In turn: what else the machine does meets both.
            var (times, ceiling) = (new double[Repeats], new double[Repeats]);
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                times[repeat] = await Time(() => Find(warm, query));
                ceiling[repeat] = await Time(() => Raw(replay, calls));
            }
            figures.Add(new(
                size, query.Kind, found, calls.Count, At(times, 50), At(times, 99), At(ceiling, 50), At(ceiling, 99),
                At(first, 50), firstCalls, At(firstCeiling, 50), warm.Get<SearchCache>().Bytes >> 10));
        }
        return figures;
    }

    private async Task<(double[] Times, int Calls, double[] Ceiling)> First(
        string prefix, (string, string, string?) query, RawReplay replay)
    {
        var (times, ceiling, calls) = (new double[FirstRepeats], new double[FirstRepeats], 0);
        for (var repeat = 0; repeat < FirstRepeats; repeat++)
        {
            var tape = new StorageTape();
            await using var cold = new KernelUnderTest(connectionString, prefix, new RecordingBus(), tape);
            cold.Get<SearchIndex>();
            IReadOnlyList<TapedCall> taped = [];
            times[repeat] = await Time(async () => taped = await tape.Of(() => Find(cold, query)));
            ceiling[repeat] = await Time(() => Raw(replay, taped));
            calls = taped.Count;
        }
        return (times, calls, ceiling);
    }

    private static Task Raw(RawReplay replay, IReadOnlyList<TapedCall> calls) =>
        Task.WhenAll(calls.Select(call => replay.Play([call])));

    /// <summary>Writes segments as a rebuild does, page by page, and merges them; the newest records wait.</summary>
    private static async Task Fill(KernelUnderTest process, int size, TextWriter output)
    {
        var (store, watch, segments) = (process.Get<SearchStore>(), Stopwatch.StartNew(), new List<SegmentInfo>());
        foreach (var page in Enumerable.Range(0, size - Waiting).Chunk(Page))
        {
            segments.Add(await store.Write(Tenant, $"fill-{segments.Count:D4}", SegmentDraft.Of(page.Select(Document)), default));
            if (segments.Count % 10 == 0) await output.WriteLineAsync($"{page[^1] + 1,7} of {size}, {watch.Elapsed.TotalSeconds:F0} s");
        }
        var written = watch.Elapsed;
        await store.Change(Tenant, manifest => manifest with { Segments = [.. segments] }, default);
        await store.RemoveRecent(Tenant, "fill", [], default);
        process.Faults.Set(0, Fault.None);
        await process.Get<SearchMerger>().Tend(Tenant, SearchMerger.Waiting, default);
        var (merged, mergeCalls) = (watch.Elapsed, process.Faults.Calls);
        foreach (var number in Enumerable.Range(size - Waiting, Waiting))
            await process.Get<RecentWriter>().Add(Tenant, RecentRow.Of(Document(number), Start + Duration.FromSeconds(number)), default);
        var (manifest, _) = await store.Manifest(Tenant, default);
        await output.WriteLineAsync(JsonSerializer.Serialize(new
        {
            records = size,
            writeSeconds = Math.Round(written.TotalSeconds, 1),
            mergeSeconds = Math.Round((merged - written).TotalSeconds, 1),
            mergeCalls,
            segments = manifest.Segments.Length,
            bytesEach = manifest.Segments.Sum(segment => segment.Bytes) / Math.Max(1, manifest.Segments.Sum(segment => segment.Documents)),
            azuriteScanMs = await Scan(process),
        }));
    }

    /// <summary>What a query costs in Azurite that names one row by both its keys, in the table of segments: it passes over
    /// all rows of the table. Azure does not; the product asks this table by point reads alone.</summary>
    private static async Task<double> Scan(KernelUnderTest process)
    {
        var times = new double[20];
        for (var repeat = 0; repeat < times.Length; repeat++)
            times[repeat] = await Time(async () => await process.Tables.Of(Tenant, TableNames.Search)
                .QueryAsync<TableEntity>("PartitionKey eq 'm' and RowKey eq 'manifest'", select: ["RowKey"]).CountAsync());
        return At(times, 50);
    }

    private static IndexedDocument Document(int number)
    {
        var random = new Random(number);
        var facts = new DocumentFacts(
            UlidText.FromKey("inc", Tenant, $"{number}"), 3, number, "incident", number % 50 == 0 ? "new" : "closed", number % 50 == 0,
            $"p{number % 500}@example.org", "api-key:bench", "");
        var phrase = number % 200 == 0 ? "a fixed phrase" : "phrase fixed";
        return IndexedDocument.Of(facts,
            [new($"INC-{number:D6}"), new(Text(random, 6)), new($"{Text(random, 40)} only{number} {phrase}")]);
    }

    /// <summary>Word n is about 1/n as frequent as the first.</summary>
    private static string Text(Random random, int words) => string.Join(
        ' ', Enumerable.Range(0, words).Select(_ => $"w{(int)Math.Pow(Words, random.NextDouble()) - 1}"));

    private static async Task<int> Find(KernelUnderTest process, (string Kind, string Text, string? Requester) query)
    {
        IReadOnlyList<IReadOnlyList<string>> narrowed = query.Requester is { } email ? [[FactTerms.Requester(email)]] : [];
        return await process.Get<SearchIndex>()
            .Find(Tenant, new(SearchQuery.Parse(query.Text).Value, SeesInternal: query.Requester is null, narrowed), default)
            .Take(Shown).CountAsync();
    }

    private static async Task<double> Time(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double At(double[] times, int percent) =>
        Math.Round(times.Order().ElementAt(times.Length * percent / 100), 2);

    /// <summary>What was measured.</summary>
    /// <param name="Found">At most the twenty that a page shows.</param>
    /// <param name="CacheKib">What the index takes in memory after this search alone, 200 times.</param>
    private sealed record Figure(
        int Records, string Query, int Found, int Calls, double P50, double P99, double CeilingP50, double CeilingP99,
        double First, int FirstCalls, double FirstCeiling, long CacheKib)
    {
        public const string Head =
            "records  query                    found  calls   p50 ms (ceiling)   p99 ms (ceiling)   ratio   first ms (ceiling)  calls  cache KiB";

        public string Told() => string.Create(CultureInfo.InvariantCulture,
            $"{Records,7}  {Query,-24}{Found,6}{Calls,7}{P50,9:F2} ({CeilingP50,7:F2}){P99,9:F2} ({CeilingP99,7:F2})" +
            $"{CeilingP50 / P50,8:F2}{First,10:F1} ({FirstCeiling,8:F1}){FirstCalls,7}{CacheKib,11}");
    }
}
