using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Search;
using ItsmServerless.Search.Index;
using ItsmServerless.Search.Text;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;

namespace ItsmServerless.Tests.Benchmarks.Reading;

/// <summary>How long words take to be found, as the index grows.</summary>
/// <remarks>The product's index over Azurite, without HTTP and without the point reads of the records that a page shows.
/// Words are drawn as in natural text (Zipf), 46 a record. The ceiling of a search is what every one of them reads: a query
/// for the keys of what is new and a point read of the manifest, made raw, one after the other. First searches are made by
/// a process that has nothing in memory.</remarks>
internal sealed class SearchBenchmark(string connectionString, IReadOnlyList<int> sizes)
{
    private const int Words = 30_000;
    private const int Repeats = 100;
    private const int Shown = 20;
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000000");
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    /// <summary>A word of every second record, of one in a thousand, of one in all; and what is made of them.</summary>
    private static readonly (string Kind, string Text)[] Queries =
    [
        ("frequent word", "w0"), ("rare word", "w3000"), ("one record's word", "only7"), ("two words", "w3 w40"),
        ("beginning", "w299*"), ("phrase", "\"fixed phrase\""), ("word without another", "w40 -w3"),
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
        await output.WriteLineAsync("records  query                   found   p50 ms   p99 ms   first ms   calls of the first   ceiling p50 ms");
        foreach (var figure in figures) await output.WriteLineAsync(figure.Told());
    }

    private async Task<IReadOnlyList<Figure>> Measure(int size, TextWriter output)
    {
        var prefix = "bench" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x11", CultureInfo.InvariantCulture);
        await using var process = new KernelUnderTest(connectionString, prefix, new RecordingBus());
        await process.Tables.CreateFor(Tenant, default);
        await Fill(process, size, output);
        var ceiling = await Times(Repeats, () => Raw(process));
        var figures = new List<Figure>();
        foreach (var (kind, text) in Queries)
        {
            await using var cold = new KernelUnderTest(connectionString, prefix, new RecordingBus());
            cold.Faults.Set(0, Fault.None);
            var first = (await Times(1, () => Find(cold, text)))[0];
            var calls = cold.Faults.Calls;
            var found = await Find(process, text);
            var times = await Times(Repeats, () => Find(process, text));
            figures.Add(new(size, kind, found, At(times, 50), At(times, 99), Math.Round(first, 1), calls, At(ceiling, 50)));
        }
        return figures;
    }

    /// <summary>Adds records as changes of them would, and merges as often.</summary>
    private static async Task Fill(KernelUnderTest process, int size, TextWriter output)
    {
        var (store, merger, watch) = (process.Get<SearchStore>(), process.Get<SearchMerger>(), Stopwatch.StartNew());
        var merging = TimeSpan.Zero;
        foreach (var some in Enumerable.Range(0, size).Chunk(SearchMerger.Waiting))
        {
            await Parallel.ForEachAsync(some, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancel) =>
                await store.Add(Tenant, Document(number), Start + Duration.FromSeconds(number), cancel));
            var began = watch.Elapsed;
            await merger.Tend(Tenant, SearchMerger.Waiting, default);
            merging += watch.Elapsed - began;
        }
        var (manifest, _) = await store.Manifest(Tenant, default);
        await output.WriteLineAsync(JsonSerializer.Serialize(new
        {
            records = size,
            indexSeconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
            mergeSeconds = Math.Round(merging.TotalSeconds, 1),
            segments = manifest.Segments.Length,
            bytesEach = manifest.Segments.Sum(segment => segment.Bytes) / Math.Max(1, manifest.Segments.Sum(segment => segment.Documents)),
        }));
    }

    private static IndexedDocument Document(int number)
    {
        var random = new Random(number);
        var facts = new DocumentFacts(
            UlidText.FromKey("inc", Tenant, $"{number}"), 3, number, "incident", "new", true, $"p{number % 500}@example.org", "", "");
        var phrase = number % 200 == 0 ? "a fixed phrase" : "phrase fixed";
        return IndexedDocument.Of(facts,
            [new($"INC-{number:D6}"), new(Text(random, 6)), new($"{Text(random, 40)} only{number} {phrase}")]);
    }

    /// <summary>Word n is about 1/n as frequent as the first.</summary>
    private static string Text(Random random, int words) => string.Join(
        ' ', Enumerable.Range(0, words).Select(_ => $"w{(int)Math.Pow(Words, random.NextDouble()) - 1}"));

    private static async Task<int> Find(KernelUnderTest process, string text)
    {
        var found = await process.Get<SearchIndex>().Find(Tenant, SearchQuery.Parse(text).Value, seesInternal: true, default);
        return found.Take(Shown).Count();
    }

    private static async Task<int> Raw(KernelUnderTest process)
    {
        var (recent, index) = (process.Tables.Of(Tenant, TableNames.SearchRecent), process.Tables.Of(Tenant, TableNames.Search));
        var keys = await recent.QueryAsync<TableEntity>("PartitionKey eq 'r'", select: ["RowKey"]).CountAsync();
        await index.GetEntityAsync<TableEntity>("m", "manifest");
        return keys;
    }

    private static async Task<double[]> Times(int repeats, Func<Task<int>> work)
    {
        var times = new double[repeats];
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            var watch = Stopwatch.StartNew();
            await work();
            times[repeat] = watch.Elapsed.TotalMilliseconds;
        }
        Array.Sort(times);
        return times;
    }

    private static double At(double[] sorted, int percent) => Math.Round(sorted[sorted.Length * percent / 100], 1);

    /// <summary>What was measured.</summary>
    /// <param name="Found">At most the twenty that a page shows.</param>
    private sealed record Figure(
        int Records, string Query, int Found, double P50, double P99, double First, int FirstCalls, double Ceiling)
    {
        public string Told() => string.Create(CultureInfo.InvariantCulture,
            $"{Records,7}  {Query,-22}{Found,7}{P50,9:F1}{P99,9:F1}{First,11:F1}{FirstCalls,21}{Ceiling,17:F1}");
    }
}
