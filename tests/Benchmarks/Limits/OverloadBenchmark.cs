using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ItsmServerless.Local;

namespace ItsmServerless.Tests.Benchmarks.Limits;

/// <summary>One tenant asks for five times of what the product can do, for as long as it is told; another goes on with its
/// work. On this machine alone, with the settings that everybody has, and it ends by itself.</summary>
/// <remarks>Host, storage and callers share the machine, so figures are ratios within one run. The capacity is what
/// <see cref="Workers"/> callers get that wait for their answers, and as long as they are told to. Requests are reports of
/// incidents. Each stretch begins when all of the one before is worked off.</remarks>
internal sealed class OverloadBenchmark(string connectionString, int seconds)
{
    private const int Workers = 16;
    private const int Times = 5;
    private const int MostOutstanding = 4_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(2);

    /// <summary>Prints a JSON line for each stretch, and what comes of them.</summary>
    public async Task RunAsync(TextWriter output)
    {
        var options = new LocalOptions { Port = 0, Ephemeral = true, Storage = connectionString, Prefix = $"o{Stopwatch.GetTimestamp():x}" };
        await using var host = await LocalHost.StartAsync(options);
        using var flooding = await TenantAsync(host, "flooding");
        using var quiet = await TenantAsync(host, "quiet");
        var time = TimeSpan.FromSeconds(seconds);
        await Task.WhenAll(ClosedAsync(flooding, time / 4), QuietlyAsync(quiet, time / 4)); // Until the compiler has done its best.
        await WorkedOffAsync(host);
        var alone = await QuietlyAsync(quiet, time / 2);
        await WorkedOffAsync(host);
        var capacity = await ClosedAsync(flooding, time / 2);
        await WorkedOffAsync(host);
        var beside = QuietlyAsync(quiet, time);
        var full = await ClosedAsync(flooding, time);
        var besideFull = await beside;
        await WorkedOffAsync(host);
        var memory = Process.GetCurrentProcess().WorkingSet64;
        var others = QuietlyAsync(quiet, time);
        var overload = await OpenAsync(flooding, Math.Max(capacity.Rate, full.Rate) * Times, time);
        var besideOverload = await others;
        var watch = Stopwatch.StartNew();
        var recovered = await RecoveredAsync(quiet, alone);
        await WorkedOffAsync(host);
        var workedOff = watch.Elapsed;
        var grown = (Process.GetCurrentProcess().WorkingSet64 - memory) >> 20;
        foreach (var (name, run) in new[] { ("other alone", alone), ("capacity", capacity), ("capacity, both", full), ("other beside capacity", besideFull), ("overload", overload), ("other beside overload", besideOverload) })
            await output.WriteLineAsync(JsonSerializer.Serialize(new { name, run.Seconds, run.Asked, run.Served, run.Refused, run.WithoutRetryAfter, run.Failed, p50 = run.At(50), p90 = run.At(90), p99 = run.At(99) }));
        var most = Math.Max(capacity.Rate, full.Rate + besideFull.Rate);
        await output.WriteLineAsync(
            $"capacity {most:0.0} a second; served {(overload.Rate + besideOverload.Rate) / most:P0} of it under {overload.Asked / overload.Seconds / most:0.0} times of it; " +
            $"refused {overload.Refused}, {overload.WithoutRetryAfter} without Retry-After; memory {grown:+0;-0;0} MiB");
        await output.WriteLineAsync(
            $"others' p99 {alone.At(99):0} ms alone, {besideFull.At(99):0} ms beside capacity, {besideOverload.At(99):0} ms beside overload " +
            $"({besideOverload.At(99) / besideFull.At(99) - 1:+0%;-0%} against capacity, {besideOverload.At(99) / alone.At(99) - 1:+0%;-0%} against alone); " +
            $"of theirs refused {besideFull.Refused} of {besideFull.Asked} beside capacity, {besideOverload.Refused} of {besideOverload.Asked} beside overload");
        await output.WriteLineAsync($"recovered in {recovered.TotalSeconds:0.0} s; all worked off in {workedOff.TotalSeconds:0.0} s");
    }

    private static async Task WorkedOffAsync(LocalHost host)
    {
        using var patience = new CancellationTokenSource(MostPatience);
        await host.WhenQuiet(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

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

    /// <summary>As many callers, each of which waits for its answer, and as long as a refusal tells it to.</summary>
    private static async Task<Reports> ClosedAsync(HttpClient caller, TimeSpan time)
    {
        var (run, watch) = (new Reports(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            while (watch.Elapsed < time) await Task.Delay(Shorter(await run.Ask(caller), time - watch.Elapsed));
        }));
        return run.Ended(watch.Elapsed);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => other < TimeSpan.Zero ? TimeSpan.Zero : one < other ? one : other;

    /// <summary>Asks at a rate, whether answers come or not.</summary>
    private static async Task<Reports> OpenAsync(HttpClient caller, double perSecond, TimeSpan time)
    {
        var (run, watch, outstanding) = (new Reports(), Stopwatch.StartNew(), new ConcurrentDictionary<int, Task>());
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

    /// <summary>Ten a second at most, one after the other.</summary>
    private static async Task<Reports> QuietlyAsync(HttpClient caller, TimeSpan time)
    {
        var (run, watch) = (new Reports(), Stopwatch.StartNew());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (watch.Elapsed < time && await timer.WaitForNextTickAsync()) await run.Ask(caller);
        return run.Ended(watch.Elapsed);
    }

    /// <summary>Until ten in a row, asked as before, are at most twice as slow as nine in ten were.</summary>
    private static async Task<TimeSpan> RecoveredAsync(HttpClient caller, Reports before)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var row = 0; row < 10 && watch.Elapsed < TimeSpan.FromMinutes(1); await timer.WaitForNextTickAsync())
        {
            var run = new Reports();
            await run.Ask(caller);
            row = run.Served == 1 && run.At(50) <= before.At(90) * 2 ? row + 1 : 0;
        }
        return watch.Elapsed;
    }
}
