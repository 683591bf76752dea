using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>The product with a manual clock and a tenant, to which monitoring tools send alerts. What it calls itself
/// is answered by <see cref="Outside"/>.</summary>
public sealed class AlertRig(StorageFixture storage) : IAsyncLifetime
{
    private readonly StorageScope _scope = storage.Scope();
    private LocalHost? _host;
    private int _things;

    /// <summary>The key of role admin.</summary>
    internal Caller Admin { get; private set; } = null!;

    /// <summary>A monitoring tool: it has no credential but the URL.</summary>
    internal Caller Tool { get; private set; } = null!;

    /// <summary>What answers calls to the world outside.</summary>
    internal OutsideWorld Outside { get; } = new();

    private LocalHost Host => _host ?? throw new InvalidOperationException("The product did not start.");

    /// <summary>Where it listens.</summary>
    internal Uri Url => new(Host.Url);

    /// <summary>The time of the product.</summary>
    internal DateTimeOffset Now => Host.Clock!.GetUtcNow();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var options = new LocalOptions { Port = 0, Ephemeral = true, ManualClock = true };
        _host = await LocalHost.StartAsync(
            options with { Storage = _scope.ConnectionString, Prefix = _scope.Prefix },
            services => services.AddSingleton(new OutgoingHttp(Outside)));
        (Admin, Tool) = (new(new Uri(Host.Url), Host.ApiKey), new(new Uri(Host.Url), key: null));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        Tool?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        Outside.Dispose();
        await _scope.DisposeAsync();
    }

    /// <summary>Opens a source and gives the path of its URL.</summary>
    internal async Task<string> Open(
        string format, string? secret = null, object? alerts = null, object? defaults = null, object? mapping = null)
    {
        var source = await Admin.Post("/v1/intake-sources", new { name = format, format, secret, alerts, defaults, mapping });
        return new Uri(source.Expect(HttpStatusCode.Created).GetProperty("url").GetString()!).AbsolutePath;
    }

    /// <summary>A key that no other test has.</summary>
    internal string NewKey() => $"key-{Interlocked.Increment(ref _things)}";

    /// <summary>Sends a message and waits until everything that follows has been done.</summary>
    /// <returns>The receipt as it is then.</returns>
    internal async Task<JsonElement> Send(string path, string body, params (string Name, string Value)[] headers)
    {
        var receipt = MailRig.ReceiptIn((await Post(path, body, headers)).Expect(HttpStatusCode.Accepted));
        await Quiet();
        return await Read($"/v1/intake/receipts/{receipt}");
    }

    /// <summary>Sends a message; the type is JSON unless a header says another.</summary>
    internal Task<Answer> Post(string path, string body, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        foreach (var (name, value) in headers)
        {
            content.Headers.Remove(name == "Content-Type" ? name : "-");
            content.Headers.TryAddWithoutValidation(name, value);
        }
        return Tool.Post(path, content);
    }

    /// <summary>Waits until everything that follows has been done.</summary>
    internal Task Quiet() => Host.WhenQuiet();

    /// <summary>Lets time pass.</summary>
    internal async Task Pass(string duration) =>
        (await Admin.Post("/_local/clock/advance", new { by = duration })).Expect(HttpStatusCode.OK);

    internal async Task<JsonElement> Read(string path) => (await Admin.Get(path)).Expect(HttpStatusCode.OK);

    internal async Task<JsonElement[]> Items(string path) =>
        [.. (await Read(path)).GetProperty("items").EnumerateArray()];

    /// <summary>The incidents whose alert has this key, the oldest first.</summary>
    internal async Task<JsonElement[]> IncidentsOf(string key) =>
    [
        .. (await Items("/v1/incidents?limit=200")).Where(incident => MailRig.Text(incident, "externalReference") == key)
            .OrderBy(incident => MailRig.Text(incident, "number"), StringComparer.Ordinal),
    ];

    /// <summary>The types of what happened to an incident.</summary>
    internal async Task<string?[]> Timeline(string incident) =>
        [.. (await Items($"/v1/incidents/{incident}/timeline")).Select(happened => MailRig.Text(happened, "type"))];

    /// <summary>A group of Alertmanager's with one alert.</summary>
    internal static string Prometheus(string key, string status, string severity = "critical") => $$"""
        {"version":"4","groupKey":"{}:{alertname=\"Disk\"}","truncatedAlerts":0,"status":"{{status}}","receiver":"itsm",
         "groupLabels":{},"commonLabels":{},"commonAnnotations":{},"externalURL":"http://alertmanager:9093",
         "alerts":[{"status":"{{status}}","labels":{"alertname":"Disk","severity":"{{severity}}","instance":"db-1"},
           "annotations":{"summary":"Disk of db-1 is full"},"startsAt":"2026-11-24T09:00:00Z",
           "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus/graph","fingerprint":"{{key}}"}]}
        """;

    /// <summary>An event of PagerDuty's.</summary>
    internal static string PagerDuty(string? key, string action, string? routingKey = null) => $$"""
        {"routing_key":"{{routingKey ?? "R"}}","event_action":"{{action}}"{{(key is null ? "" : $",\"dedup_key\":\"{key}\"")}},
         "payload":{"summary":"Disk of db-1 is full","source":"db-1","severity":"critical"}
        }
        """;
}

/// <summary>Answers what the product asks the world outside, and remembers it.</summary>
public sealed class OutsideWorld : HttpMessageHandler
{
    private readonly Dictionary<string, (HttpStatusCode Status, string Body)> _pages = new(StringComparer.Ordinal);

    /// <summary>The addresses that were asked for, in order.</summary>
    internal System.Collections.Concurrent.ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Puts something at an address.</summary>
    internal void Has(string address, string body, HttpStatusCode status = HttpStatusCode.OK) =>
        _pages[address] = (status, body);

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!.AbsoluteUri;
        Asked.Enqueue(address);
        var (status, body) = _pages.GetValueOrDefault(address, (HttpStatusCode.NotFound, ""));
        return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
