using System.Diagnostics;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Local;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Tests.Benchmarks.Limits;

/// <summary>What authentication, limits and the counting of calls add to a request: time, and storage calls.</summary>
/// <remarks>The product's own services in its own composition, one caller after the other, without HTTP. Beside it the same
/// requests are made and thrown away.</remarks>
internal sealed class RequestOverheadBenchmark(string connectionString, int requests)
{
    /// <summary>Prints a JSON line for each figure, and both as a table.</summary>
    public async Task RunAsync(TextWriter output)
    {
        var calls = new OwnCalls();
        var options = new LocalOptions { Port = 0, Ephemeral = true, Storage = connectionString, Prefix = $"o{Stopwatch.GetTimestamp():x}" };
        await using var host = await LocalHost.StartAsync(options, services => services.AddSingleton<HttpPipelinePolicy>(calls));
        await host.WhenQuiet();
        await Measure(host, calls, requests / 10, Guarded(host)); // Until the compiler has done its best, and the key is remembered.
        await Measure(host, calls, requests / 10, Bare);
        Figure[] figures =
        [
            await Measure(host, calls, requests, Bare) with { Name = "request alone" },
            await Measure(host, calls, requests, Guarded(host)) with { Name = "with authentication, limits, metering" },
        ];
        foreach (var figure in figures) await output.WriteLineAsync(JsonSerializer.Serialize(figure));
        await output.WriteLineAsync($"added: {figures[1].Microseconds - figures[0].Microseconds:0.00} µs and {figures[1].StorageCalls - figures[0].StorageCalls} storage calls in {requests} requests");
    }

    private static Task Bare(HttpContext http) => Task.CompletedTask;

    private static Func<HttpContext, Task> Guarded(LocalHost host)
    {
        var (overload, authentication) = (host.Services.GetRequiredService<Overload>(), host.Services.GetRequiredService<Authentication>());
        var (gate, tally) = (host.Services.GetRequiredService<Gatekeeper>(), host.Services.GetRequiredService<CallTally>());
        return async http =>
        {
            if (!overload.TryEnter(TrafficKinds.OfAnybody(http.Request))) throw new InvalidOperationException("It is alone, and not let in.");
            var caller = (await authentication.Authenticate(http)).Value;
            using var admission = await gate.Admit(caller.Tenant, caller.KeyId, TrafficKinds.Of(http.Request), Dimensions.Calls, default);
            admission.Announce(http.Response);
            tally.Count(caller.Tenant);
            overload.Leave();
        };
    }

    private static async Task<Figure> Measure(LocalHost host, OwnCalls calls, int requests, Func<HttpContext, Task> work)
    {
        calls.Begin();
        var watch = Stopwatch.StartNew();
        for (var request = 0; request < requests; request++)
        {
            var http = new DefaultHttpContext();
            (http.Request.Method, http.Request.Path) = ("GET", "/v1/incidents");
            http.Request.Headers.Authorization = "Bearer " + host.ApiKey;
            await work(http);
        }
        return new("", requests, watch.Elapsed.TotalMicroseconds / requests, calls.Calls);
    }

    /// <summary>Counts the calls of whoever began to count, and not those of what goes on beside.</summary>
    private sealed class OwnCalls : HttpPipelinePolicy
    {
        private readonly AsyncLocal<bool> _isOwn = new();
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public void Begin() => (_isOwn.Value, _calls) = (true, 0);

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (_isOwn.Value) Interlocked.Increment(ref _calls);
            return ProcessNextAsync(message, pipeline);
        }
    }

    private sealed record Figure(string Name, int Requests, double Microseconds, int StorageCalls);
}
