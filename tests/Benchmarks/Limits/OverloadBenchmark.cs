using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Tests.Benchmarks.Limits;

/// <summary>One tenant asks for five times of what the product can do, for as long as it is told; another goes on with its
/// work. On this machine alone, and it ends by itself.</summary>
/// <remarks>Host, storage and callers share the machine, so figures are ratios within one run. The capacity is what
/// <see cref="Workers"/> callers that wait for their answers get. Requests are reports of incidents.</remarks>
internal sealed class OverloadBenchmark(string connectionString, int seconds)
{
    private const int Workers = 16;
    private const int Times = 5;
    private const int MostOutstanding = 4_000;
    private const int Places = 64;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <summary>Prints a JSON line for each stretch, and what comes of them.</summary>
    public async Task RunAsync(TextWriter output)
    {
        var options = new LocalOptions { Port = 0, Ephemeral = true, Storage = connectionString, Prefix = $"o{Stopwatch.GetTimestamp():x}" };
        await using var host = await LocalHost.StartAsync(options, services =>
            services.AddSingleton(LimitSettings.Of(new ConfigurationBuilder().Build()) with { ConcurrentRequests = Places }));
        using var flooding = await TenantAsync(host, "flooding");
        using var quiet = await TenantAsync(host, "quiet");
        var time = TimeSpan.FromSeconds(seconds);
        await ClosedAsync(flooding, time / 4); // Until the compiler has done its best.
        var alone = await QuietlyAsync(quiet, time / 2);
        var capacity = await ClosedAsync(flooding, time / 2);
        var busy = await BesideAsync(flooding, quiet, time / 2);
        var memory = Process.GetCurrentProcess().WorkingSet64;
        var others = QuietlyAsync(quiet, time);
        var overload = await OpenAsync(flooding, capacity.Served / (time / 2).TotalSeconds * Times, time);
        var meanwhile = await others;
        var grown = (Refreshed().WorkingSet64 - memory) >> 20;
        var recovered = await RecoveredAsync(quiet, alone);
        foreach (var (name, run) in new[] { ("other alone", alone), ("capacity", capacity), ("other beside capacity", busy), ("overload", overload), ("other beside overload", meanwhile) })
            await output.WriteLineAsync(JsonSerializer.Serialize(new { name, run.Seconds, run.Asked, run.Served, run.Refused, run.WithoutRetryAfter, run.Failed, p50 = run.At(50), p99 = run.At(99) }));
        var share = overload.Served / overload.Seconds / (capacity.Served / capacity.Seconds);
        await output.WriteLineAsync(
            $"served {share:P0} of capacity under {overload.Asked / overload.Seconds / (capacity.Served / capacity.Seconds):0.0} times of it; " +
            $"others' p99 {alone.At(99):0} ms alone, {busy.At(99):0} ms beside capacity, {meanwhile.At(99):0} ms beside overload; " +
            $"refused {overload.Refused}, {overload.WithoutRetryAfter} without Retry-After; memory {grown:+0;-0;0} MiB; recovered in {recovered.TotalSeconds:0.0} s");
    }

    private static Process Refreshed() => Process.GetCurrentProcess();

    private static async Task<HttpClient> TenantAsync(LocalHost host, string slug)
    {
        using var operations = Speaking(host, host.OperatorKey);
        using var made = await operations.PostAsJsonAsync("/v1/operator/tenants", new { slug, name = slug, plan = "unlimited" });
        return Speaking(host, (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("apiKey").GetProperty("secret").GetString()!);
    }

    private static HttpClient Speaking(LocalHost host, string key) => new()
    {
        BaseAddress = new Uri(host.Url),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    private static async Task<Run> BesideAsync(HttpClient flooding, HttpClient quiet, TimeSpan time)
    {
        var others = QuietlyAsync(quiet, time);
        await ClosedAsync(flooding, time);
        return await others;
    }

    private static async Task<Run> ClosedAsync(HttpClient caller, TimeSpan time)
    {
        var (run, watch) = (new Run(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            while (watch.Elapsed < time) await run.Ask(caller);
        }));
        return run.Ended(watch.Elapsed);
    }

    /// <summary>Asks at a rate, whether answers come or not.</summary>
    private static async Task<Run> OpenAsync(HttpClient caller, double perSecond, TimeSpan time)
    {
        var (run, watch, outstanding) = (new Run(), Stopwatch.StartNew(), new ConcurrentDictionary<int, Task>());
        using var timer = new PeriodicTimer(Tick);
        for (var asked = 0; watch.Elapsed < time;)
        {
            await timer.WaitForNextTickAsync();
            for (var due = (int)(watch.Elapsed.TotalSeconds * perSecond); asked < due && outstanding.Count < MostOutstanding; asked++)
            {
                var number = asked;
                outstanding[number] = run.Ask(caller).ContinueWith(_ => outstanding.TryRemove(number, out var _), TaskScheduler.Default);
            }
        }
        var ended = run.Ended(watch.Elapsed);
        await Task.WhenAll(outstanding.Values);
        return ended;
    }

    /// <summary>Ten a second.</summary>
    private static async Task<Run> QuietlyAsync(HttpClient caller, TimeSpan time)
    {
        var (run, watch) = (new Run(), Stopwatch.StartNew());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (watch.Elapsed < time && await timer.WaitForNextTickAsync()) await run.Ask(caller);
        return run.Ended(watch.Elapsed);
    }

    /// <summary>Until ten in a row are as fast as nine in ten were before.</summary>
    private static async Task<TimeSpan> RecoveredAsync(HttpClient caller, Run before)
    {
        var watch = Stopwatch.StartNew();
        for (var row = 0; row < 10 && watch.Elapsed < TimeSpan.FromMinutes(1);)
        {
            var run = new Run();
            await run.Ask(caller);
            row = run.Served == 1 && run.At(50) <= before.At(90) * 2 ? row + 1 : 0;
        }
        return watch.Elapsed;
    }

    private sealed class Run
    {
        private readonly ConcurrentQueue<double> _served = new();
        private int _asked, _refused, _withoutRetryAfter, _failed;

        public double Seconds { get; private set; }
        public int Asked { get; private set; }
        public int Served { get; private set; }
        public int Refused => _refused;
        public int WithoutRetryAfter => _withoutRetryAfter;
        public int Failed => _failed;

        public async Task Ask(HttpClient caller)
        {
            Interlocked.Increment(ref _asked);
            var from = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await caller.PostAsJsonAsync("/v1/incidents", new { title = "It burns" });
                if (answer.StatusCode == HttpStatusCode.Created) _served.Enqueue(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                else Interlocked.Increment(ref _refused);
                if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is null)
                    Interlocked.Increment(ref _withoutRetryAfter);
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
            {
                Interlocked.Increment(ref _failed);
            }
            (Asked, Served) = (_asked, _served.Count);
        }

        public Run Ended(TimeSpan after)
        {
            Seconds = after.TotalSeconds;
            return this;
        }

        public double At(int percent)
        {
            var sorted = _served.Order().ToArray();
            return sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];
        }
    }
}
