using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Faults;
using ItsmServerless.Tests.Scenarios.Hosting;

namespace ItsmServerless.Tests.Benchmarks.Chaos;

/// <summary>Intakes by API, mail and alert to a product that is killed every few seconds, over storage that fails and a
/// bus that delivers again; then the books of who sent them are compared with the product's.</summary>
/// <remarks>The emulator goes on over every kill. One seed draws the same kills, repeats and faults; which call meets
/// which fault depends on how the machine schedules.</remarks>
internal sealed class ChaosBenchmark(int intakes, int seed)
{
    private const int Senders = 8;
    private const double SentAgain = 0.2;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private readonly IntakeLedger _ledger = new(intakes);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Random _kills = new(seed);
    private (string Mailbox, string Alerts) _sources;
    private volatile Uri? _url;
    private readonly ConcurrentQueue<string> _failedStarts = new();
    private int _killed;

    /// <summary>Prints progress, a JSON line with what was done, and the verdict on each invariant as a table.</summary>
    /// <returns>Whether all hold.</returns>
    public async Task<bool> RunAsync(TextWriter output)
    {
        await using var product = await ProductProcess.StartAsync();
        _sources = await SetUpAsync(product);
        var watch = Stopwatch.StartNew();
        using var showing = new ChaosProgress(output, intakes, () => (_ledger.Acknowledged.Count, _killed));
        var sending = SendAllAsync();
        await KillUntilAsync(product, sending);
        await sending;
        var sent = watch.Elapsed;
        await StartAgainAsync(product, ProductProcess.Product); // The weather has cleared.
        var books = await ProductBooks.WhenQuietAsync(product);
        showing.Dispose();
        await output.WriteLineAsync(JsonSerializer.Serialize(new
        {
            name = "chaos",
            seed,
            intakes,
            requests = _ledger.Requests,
            unknown = _ledger.Unknown,
            kills = _killed,
            failedStarts = _failedStarts.Count,
            seconds = Math.Round(sent.TotalSeconds),
            quietAfter = Math.Round((watch.Elapsed - sent).TotalSeconds),
        }));
        return await new ChaosVerdict(_ledger, books).WriteAsync(output);
    }

    private static async Task<(string Mailbox, string Alerts)> SetUpAsync(ProductProcess product)
    {
        await PutAsync(product, "/v1/calendars/always", new { timeZone = "Etc/UTC" });
        await PutAsync(product, "/v1/agreements/urgent", new
        {
            kind = "sla",
            practice = "incident",
            match = new { priority = new[] { "P1" } },
            calendar = "always",
            targets = new[] { new { metric = "resolution", within = "PT20S" } },
            escalations = new[] { new { metric = "resolution", at = 0.5, notify = new[] { "duty@chaos.example" } } },
        });
        return (
            await OpenAsync(product, new { name = "Mailbox", format = "mime" }),
            await OpenAsync(product, new { name = "Alerts", format = "alertmanager", alerts = new { stormAbove = 10_000 } }));
    }

    private static async Task PutAsync(ProductProcess product, string path, object body)
    {
        using var answer = await product.Client.PutAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<string> OpenAsync(ProductProcess product, object source)
    {
        using var answer = await product.Client.PostAsJsonAsync("/v1/intake-sources", source);
        answer.EnsureSuccessStatusCode();
        return new Uri((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!).AbsolutePath;
    }

    private Task SendAllAsync()
    {
        var todo = new ConcurrentQueue<SentIntake>(_ledger.Todo);
        return Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
        {
            var random = new Random(seed + sender);
            while (todo.TryDequeue(out var intake))
            {
                while (!await SendAsync(intake)) await Task.Delay(Breath);
                if (random.NextDouble() < SentAgain) await SendAsync(intake); // A client that was not sure.
            }
        }));
    }

    /// <summary>Sends it once.</summary>
    /// <returns>Whether it was acknowledged.</returns>
    private async Task<bool> SendAsync(SentIntake intake)
    {
        if (_url is not { } url) return false;
        try
        {
            using var request = intake.Request(_sources);
            request.RequestUri = new Uri(url, request.RequestUri!);
            using var answer = await _http.SendAsync(request);
            return _ledger.Note(intake, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
        {
            return _ledger.Note(intake, status: null, "");
        }
    }

    /// <summary>Starts it in bad weather and kills it after two to seven seconds, until all was acknowledged.</summary>
    private async Task KillUntilAsync(ProductProcess product, Task sending)
    {
        while (!sending.IsCompleted)
        {
            if (!await CameUpAsync(product)) continue;
            await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(2 + (5 * _kills.NextDouble()))));
        }
    }

    /// <summary>A start may meet weather that it does not get through; then it says so, and is tried again.</summary>
    private async Task<bool> CameUpAsync(ProductProcess product)
    {
        try
        {
            await StartAgainAsync(product, ChaosHost.Command(seed + _killed));
            return true;
        }
        catch (InvalidOperationException gaveUp) when (product.HasExited)
        {
            _failedStarts.Enqueue(gaveUp.Message);
            return false;
        }
    }

    private async Task StartAgainAsync(ProductProcess product, IReadOnlyList<string> program)
    {
        _url = null;
        await product.KillAsync();
        _killed++;
        product.Program = program;
        await product.StartAgainAsync();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", product.ApiKey);
        _url = new Uri(product.Url);
    }
}
