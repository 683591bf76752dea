using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using ItsmServerless.Local;

namespace ItsmServerless.Tests.Benchmarks.Reading;

/// <summary>From the answer to a report until a reader of the change feed, who waits, has its event.</summary>
/// <remarks>The whole product over HTTP, so many reports a second. The ceiling is the storage calls on that way, one after
/// another as there, made raw: the bus's transaction, two point reads and the transaction of the number, and the reader's
/// two point reads and query.</remarks>
internal sealed class FeedBenchmark(string connectionString, int reports)
{
    private static readonly int[] Rates = [1, 5, 20];
    private readonly string _prefix = "bench" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Prints a JSON line for each rate, and all as a table.</summary>
    public async Task RunAsync(TextWriter output)
    {
        await using var host = await LocalHost.StartAsync(
            new LocalOptions { Port = 0, Ephemeral = true, Storage = connectionString, Prefix = _prefix });
        using var http = new HttpClient { BaseAddress = new Uri(host.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.ApiKey);
        await Measure(http, 5, 20); // Until the compiler has done its best.
        var figures = new List<Figure>();
        foreach (var rate in Rates)
        {
            figures.Add(await Measure(http, rate, reports));
            await output.WriteLineAsync(JsonSerializer.Serialize(figures[^1]));
        }
        await output.WriteLineAsync("reports a second   achieved   lag p50 ms   lag p99 ms   ceiling p50 ms");
        foreach (var figure in figures)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{figure.Rate,16}{figure.Achieved,11:F1}{figure.P50,13:F1}{figure.P99,13:F1}{figure.Ceiling,17:F1}"));
    }

    private async Task<Figure> Measure(HttpClient http, int rate, int count)
    {
        var (answered, seen) = (new ConcurrentDictionary<string, long>(), new ConcurrentDictionary<string, long>());
        var start = (await Read(http, "latest", "PT0S")).GetProperty("next").GetInt64();
        var reading = ReadOn(http, start, seen, count);
        var watch = Stopwatch.StartNew();
        var reporting = new List<Task>();
        for (var number = 0; number < count; number++)
        {
            var left = TimeSpan.FromSeconds((double)number / rate) - watch.Elapsed;
            if (left > TimeSpan.Zero) await Task.Delay(left);
            reporting.Add(Report(http, answered));
        }
        await Task.WhenAll(reporting);
        var took = watch.Elapsed;
        await reading;
        var lags = answered.Select(pair => Math.Max(0, Stopwatch.GetElapsedTime(pair.Value, seen[pair.Key]).TotalMilliseconds)).Order().ToList();
        return new(
            rate, Math.Round(count / took.TotalSeconds, 1), Math.Round(lags[count / 2], 1), Math.Round(lags[count * 99 / 100], 1),
            await Ceiling());
    }

    private static async Task Report(HttpClient http, ConcurrentDictionary<string, long> answered)
    {
        using var response = await http.PostAsJsonAsync("/v1/incidents", new { title = "Printer" });
        var incident = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        answered[incident.GetProperty("id").GetString()!] = Stopwatch.GetTimestamp();
    }

    private static async Task ReadOn(HttpClient http, long after, ConcurrentDictionary<string, long> seen, int count)
    {
        while (seen.Count < count)
        {
            var page = await Read(http, $"{after}", "PT30S");
            var now = Stopwatch.GetTimestamp();
            after = page.GetProperty("next").GetInt64();
            foreach (var item in page.GetProperty("items").EnumerateArray())
                seen.TryAdd(item.GetProperty("data").GetProperty("record").GetString()!, now);
        }
    }

    private static async Task<JsonElement> Read(HttpClient http, string after, string wait) =>
        await http.GetFromJsonAsync<JsonElement>($"/v1/events?types=incident.reported&limit=200&after={after}&wait={wait}");

    private async Task<double> Ceiling()
    {
        var table = new TableClient(connectionString, _prefix + "ceiling");
        await table.CreateIfNotExistsAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "head"));
        var times = new double[50];
        for (var repeat = 0; repeat < times.Length; repeat++)
        {
            var watch = Stopwatch.StartNew();
            await table.SubmitTransactionAsync(Rows("bus", 4));
            for (var read = 0; read < 2; read++) await table.GetEntityAsync<TableEntity>("p", "head");
            await table.SubmitTransactionAsync(Rows("p", 3));
            for (var read = 0; read < 2; read++) await table.GetEntityAsync<TableEntity>("p", "head");
            await table.QueryAsync<TableEntity>("PartitionKey eq 'p' and RowKey gt 'head'", 1).FirstAsync();
            times[repeat] = watch.Elapsed.TotalMilliseconds;
        }
        Array.Sort(times);
        return Math.Round(times[times.Length / 2], 1);
    }

    private static IEnumerable<TableTransactionAction> Rows(string partition, int count) => Enumerable.Range(0, count).Select(row =>
        new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(partition, $"z{row}") { ["Body"] = new byte[600] }));

    /// <summary>What was measured.</summary>
    private sealed record Figure(int Rate, double Achieved, double P50, double P99, double Ceiling);
}
