using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Local;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ItsmServerless.Tests.Scenarios.Cost;

/// <summary>The product with a meter on storage, bus and executions.</summary>
/// <remarks>By a clock that stands still but for some seconds after each step: what the product puts together for some
/// seconds belongs to the step; the timers that run then do not, they go by time and not by records.</remarks>
internal sealed class CostRig : IAsyncDisposable
{
    private const int AtOnce = 16;

    /// <summary>Longer than anything is remembered for, and too short for what is due.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(70);

    private static readonly Dictionary<string, Type> Triggers = TriggersOf(typeof(ItsmApp).Assembly);
    private readonly LocalHost _host;
    private readonly CostLedger _ledger;
    private readonly SentMessages _sent;

    private CostRig(LocalHost host, CostLedger ledger, SentMessages sent) => (_host, _ledger, _sent) = (host, ledger, sent);

    public static async Task<CostRig> StartAsync(string connectionString, string prefix)
    {
        var (ledger, sent) = (new CostLedger(prefix), new SentMessages());
        var options = new LocalOptions { Port = 0, Ephemeral = true, ManualClock = true, Storage = connectionString, Prefix = prefix };
        var host = await LocalHost.StartAsync(options, services => services.AddSingleton<HttpPipelinePolicy>(ledger)
            .Replace(ServiceDescriptor.Singleton<ServiceBusClient>(provider => new CountingBus(
                ActivatorUtilities.CreateInstance<Local.ServiceBus.LocalServiceBusClient>(provider), sent))));
        return new(host, ledger, sent);
    }

    public HttpClient Admin() => Speaking(_host.ApiKey!);

    public HttpClient Speaking(string key) => new()
    {
        BaseAddress = new(_host.Url),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key), },
    };

    /// <summary>Sends a request that is to succeed.</summary>
    /// <param name="isThere">Whether it changes what is there, whatever its version.</param>
    public static async Task<JsonElement> Send(
        HttpClient client, HttpMethod method, string path, object? body = null, bool isThere = false)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (isThere) request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public async Task Settle()
    {
        await _host.WhenQuiet();
        await _host.AdvanceAsync(After);
        _ledger.Take();
        _sent.Take();
    }

    /// <summary>Takes a step with some records at the same time, and waits for all that follows.</summary>
    public async Task<StepCost> Step(string name, int records, Func<int, Task> work)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, records), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (record, _) => await work(record));
        await _host.WhenQuiet();
        await _host.AdvanceAsync(After);
        var (calls, executions) = _ledger.Take();
        var counted = calls.Where(call => TriggerOf(call.Maker) != typeof(TimerTriggerAttribute)).ToList();
        var of = executions.Select(TriggerOf).ToList();
        return new(
            name, records, [.. counted.Where(call => !call.IsEmulation)], counted.Count(call => call.IsEmulation), _sent.Take(),
            of.Count(trigger => trigger == typeof(ServiceBusTriggerAttribute)),
            of.Count(trigger => trigger != typeof(TimerTriggerAttribute)));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _ledger.Dispose();
    }

    private static Type? TriggerOf(string function) => Triggers.GetValueOrDefault(function);

    private static Dictionary<string, Type> TriggersOf(Assembly functions) => functions.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Select(method => (Method: method, Function: method.GetCustomAttribute<FunctionAttribute>()))
        .Where(found => found.Function is not null)
        .ToDictionary(
            found => found.Function!.Name,
            found => found.Method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributesData())
                .Select(data => data.AttributeType)
                .First(type => type.Name.EndsWith("TriggerAttribute", StringComparison.Ordinal)));
}
