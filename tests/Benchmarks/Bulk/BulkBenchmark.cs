using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ItsmServerless.Local;

namespace ItsmServerless.Tests.Benchmarks.Bulk;

/// <summary>So many edits of incidents in one bulk, beside the same edits sent each by itself.</summary>
/// <remarks>The whole product over HTTP. A bulk takes its commands one after the other; so does a caller who sends them
/// singly and waits for each answer, which is the ceiling of a bulk: it is spared the HTTP requests, and pays for results,
/// progress and orchestration. Eight at a time is what a caller in a hurry would do instead.</remarks>
internal sealed class BulkBenchmark(string connectionString, int edits)
{
    private readonly string _prefix = "bench" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Prints a JSON line for each way, and all as a table.</summary>
    public async Task RunAsync(TextWriter output)
    {
        await using var host = await LocalHost.StartAsync(
            new LocalOptions { Port = 0, Ephemeral = true, Storage = connectionString, Prefix = _prefix });
        using var http = new HttpClient { BaseAddress = new Uri(host.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.ApiKey);
        var ids = await Report(http);
        await InBulk(http, ids, "warm"); // Until the compiler has done its best.
        await Singly(http, ids, "warm", 1);
        Figure[] figures =
        [
            await InBulk(http, ids, "bulk"), await Singly(http, ids, "singly", 1), await Singly(http, ids, "eight", 8),
        ];
        foreach (var figure in figures) await output.WriteLineAsync(JsonSerializer.Serialize(figure));
        await output.WriteLineAsync("way       edits   seconds   a second   first progress ms   times it moved");
        foreach (var figure in figures)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{figure.Way,-8}{figure.Edits,7}{figure.Seconds,10:F2}{figure.PerSecond,11:F1}{figure.FirstProgress,20:F0}{figure.Moves,17}"));
    }

    private async Task<IReadOnlyList<string>> Report(HttpClient http)
    {
        var ids = new string[edits];
        await Parallel.ForEachAsync(Enumerable.Range(0, edits), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, stop) =>
        {
            using var response = await http.PostAsJsonAsync("/v1/incidents", new { title = $"Printer {n}" }, stop);
            var incident = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(stop);
            ids[n] = incident.GetProperty("id").GetString()!;
        });
        return ids;
    }

    private async Task<Figure> InBulk(HttpClient http, IReadOnlyList<string> ids, string way)
    {
        var watch = Stopwatch.StartNew();
        var items = ids.Select(id => new { operation = "editIncident", id, body = Edit(way) });
        using var response = await http.PostAsJsonAsync("/v1/bulk", new { items });
        var path = response.EnsureSuccessStatusCode().Headers.Location;
        var (first, moves, done) = (0.0, 0, 0);
        while (true)
        {
            var bulk = await http.GetFromJsonAsync<JsonElement>(path);
            var now = bulk.GetProperty("progress").GetProperty("done").GetInt32();
            if (now > done && moves++ == 0) first = watch.Elapsed.TotalMilliseconds;
            done = now;
            if (bulk.GetProperty("state").GetString() == "running") await Task.Delay(20);
            else if (bulk.GetProperty("progress").GetProperty("succeeded").GetInt32() == edits) break;
            else throw new InvalidOperationException($"The bulk ended otherwise: {bulk}");
        }
        return Figure.Of(way, edits, watch.Elapsed, first, moves);
    }

    private async Task<Figure> Singly(HttpClient http, IReadOnlyList<string> ids, string way, int atOnce)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (id, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"/v1/incidents/{id}") { Content = JsonContent.Create(Edit(way + atOnce)) };
            request.Headers.TryAddWithoutValidation("If-Match", "*");
            using var response = await http.SendAsync(request, stop);
            response.EnsureSuccessStatusCode();
        });
        return Figure.Of(way, edits, watch.Elapsed, 0, 0);
    }

    private static object Edit(string way) => new { tags = new[] { way } };

    /// <summary>What was measured.</summary>
    /// <param name="FirstProgress">Milliseconds until a caller saw that something was done; 0 where it is each answer.</param>
    /// <param name="Moves">How often the progress was seen to move.</param>
    private sealed record Figure(string Way, int Edits, double Seconds, double PerSecond, double FirstProgress, int Moves)
    {
        public static Figure Of(string way, int edits, TimeSpan took, double first, int moves) => new(
            way, edits, Math.Round(took.TotalSeconds, 2), Math.Round(edits / took.TotalSeconds, 1), Math.Round(first), moves);
    }
}
