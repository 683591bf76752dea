using System.Net;
using System.Text.Json;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>The product with a manual clock and a tenant, for the tests of a class. Each test writes changes of its
/// own.</summary>
public sealed class ApprovalRig(StorageFixture storage) : IAsyncLifetime
{
    private readonly StorageScope _scope = storage.Scope();
    private LocalHost? _host;
    private int _people;

    /// <summary>The key of role admin, which stands for no person.</summary>
    internal Caller Admin { get; private set; } = null!;

    /// <summary>Nobody in particular: what a mail program's browser sends.</summary>
    internal Caller Browser { get; private set; } = null!;

    /// <summary>Where it is reached.</summary>
    internal Uri Url => new(Host.Url);

    private LocalHost Host => _host ?? throw new InvalidOperationException("The product did not start.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _host = await LocalHost.StartAsync(new LocalOptions
        {
            Port = 0,
            Storage = _scope.ConnectionString,
            Prefix = _scope.Prefix,
            Ephemeral = true,
            ManualClock = true,
        });
        (Admin, Browser) = (new(new Uri(Host.Url), Host.ApiKey), new(new Uri(Host.Url), key: null));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        Browser?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        await _scope.DisposeAsync();
    }

    /// <summary>A service of the product.</summary>
    internal T Get<T>() where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>Loses every orchestration that runs: their instances and histories are gone.</summary>
    internal async Task LoseWorkflows()
    {
        var client = Host.Services.GetRequiredService<DurableTaskClient>();
        await foreach (var instance in client.GetAllInstancesAsync())
        {
            if (!instance.IsCompleted) await client.TerminateInstanceAsync(instance.InstanceId);
            await client.WaitForInstanceCompletionAsync(instance.InstanceId);
            await client.PurgeInstanceAsync(instance.InstanceId);
        }
    }

    /// <summary>How many orchestrations of approvals run.</summary>
    internal async Task<int> RunningWorkflows() =>
        await Host.Services.GetRequiredService<DurableTaskClient>().GetAllInstancesAsync()
            .CountAsync(instance => !instance.IsCompleted && instance.InstanceId.StartsWith("approval-", StringComparison.Ordinal));

    /// <summary>An address that no other test has.</summary>
    internal string Person(string name) => $"{name}{Interlocked.Increment(ref _people)}@acme.example";

    /// <summary>A key of role agent that stands for a person.</summary>
    internal async Task<Caller> KeyOf(string person)
    {
        var key = await Admin.Post("/v1/api-keys", new { name = person, role = "agent", person });
        return new(new Uri(Host.Url), key.Expect(HttpStatusCode.Created).GetProperty("secret").GetString());
    }

    /// <summary>The key of role admin of a tenant of its own.</summary>
    internal async Task<Caller> Tenant()
    {
        using var operations = new Caller(new Uri(Host.Url), Host.OperatorKey);
        var slug = $"tenant-{Interlocked.Increment(ref _people)}";
        var made = await operations.Post("/v1/operator/tenants", new { slug, name = slug, plan = "unlimited" });
        var key = made.Expect(HttpStatusCode.Created).GetProperty("apiKey").GetProperty("secret").GetString();
        return new(new Uri(Host.Url), key);
    }

    /// <summary>What the product's clock says.</summary>
    internal DateTimeOffset Now => Host.Clock!.GetUtcNow();

    /// <summary>Moves the clock, and waits for what became due.</summary>
    internal Task Advance(TimeSpan by) => Host.AdvanceAsync(by);

    /// <summary>Waits until everything that follows from what was done has been done.</summary>
    internal Task Quiet() => Host.WhenQuiet();

    /// <summary>A template of low risk for standard changes.</summary>
    internal async Task PutTemplate(string key, string? ifMatch = null)
    {
        var template = new
        {
            title = "Replace a switch",
            risk = new { impact = "low", likelihood = "low" },
            plan = new { implementation = "a", backout = "b", test = "c" },
        };
        (await Admin.Send(HttpMethod.Put, $"/v1/change-templates/{key}", template, ifMatch)).Expect(HttpStatusCode.OK);
    }

    /// <summary>A change of a service of its own, which a policy with these stages is for.</summary>
    internal async Task<JsonElement> Draft(
        object[] stages, string? owner = null, Caller? by = null, bool excludeImplementer = false)
    {
        var service = $"service-{Interlocked.Increment(ref _people)}";
        var policy = new { match = new { service = new[] { service } }, stages, excludeImplementer };
        (await Admin.Send(HttpMethod.Put, $"/v1/approval-policies/{service}", policy)).Expect(HttpStatusCode.OK);
        return (await (by ?? Admin).Post("/v1/changes", Body(service, owner))).Expect(HttpStatusCode.Created);
    }

    /// <summary>The same, submitted, with its approvers asked.</summary>
    internal async Task<JsonElement> Submit(object[] stages, string? owner = null, Caller? by = null)
    {
        var change = await Draft(stages, owner, by);
        var submitted = await (by ?? Admin).Post($"/v1/changes/{Id(change)}/submit", ifMatch: "*");
        await Quiet();
        return submitted.Expect(HttpStatusCode.OK);
    }

    /// <summary>A standard change of a service of its own, submitted to a policy for standard changes alone.</summary>
    internal async Task<JsonElement> SubmitStandard(object[] stages)
    {
        var service = $"service-{Interlocked.Increment(ref _people)}";
        var policy = new { match = new { type = new[] { "standard" }, service = new[] { service } }, stages };
        (await Admin.Send(HttpMethod.Put, $"/v1/approval-policies/{service}", policy)).Expect(HttpStatusCode.OK);
        await PutTemplate(service);
        var window = new { start = "2099-12-01T20:00:00Z", end = "2099-12-01T22:00:00Z" };
        var drafted = await Admin.Post("/v1/changes", new { type = "standard", template = service, window, service });
        var change = drafted.Expect(HttpStatusCode.Created);
        (await Admin.Post($"/v1/changes/{Id(change)}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        await Quiet();
        return change;
    }

    /// <summary>Enters or replaces a person.</summary>
    internal async Task Enter(string person, object entry)
    {
        var put = await Admin.Send(HttpMethod.Put, $"/v1/people/{person}", entry, ifMatch: "*");
        if (put.Status == HttpStatusCode.PreconditionFailed)
            put = await Admin.Send(HttpMethod.Put, $"/v1/people/{person}", entry);
        put.Expect(HttpStatusCode.OK);
    }

    /// <summary>Makes or replaces a group.</summary>
    internal async Task PutGroup(string key, params string[] members)
    {
        var body = new { name = key, members };
        var put = await Admin.Send(HttpMethod.Put, $"/v1/groups/{key}", body, ifMatch: "*");
        if (put.Status == HttpStatusCode.PreconditionFailed)
            put = await Admin.Send(HttpMethod.Put, $"/v1/groups/{key}", body);
        put.Expect(HttpStatusCode.OK);
    }

    /// <summary>A stage that these people decide.</summary>
    internal static object Stage(string kind, params string[] approvers) =>
        new { name = "CAB", approvers, quorum = new { kind }, timeout = "P3D" };

    /// <summary>The mails to a person, oldest first.</summary>
    internal async Task<List<JsonElement>> Mails(string to)
    {
        var desk = await Browser.Get($"/_local/mail?to={Uri.EscapeDataString(to)}");
        return [.. desk.Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()];
    }

    /// <summary>The link in the last mail to a person, as a path.</summary>
    internal async Task<ApproverPage> PageOf(string person) =>
        new(Browser, ApproverPage.PathIn((await Mails(person))[^1].GetProperty("text").GetString()!));

    internal async Task<JsonElement> Read(JsonElement change) =>
        (await Admin.Get($"/v1/changes/{Id(change)}")).Expect(HttpStatusCode.OK);

    internal async Task<string?> StateOf(JsonElement change) => (await Read(change)).GetProperty("state").GetString();

    internal async Task<JsonElement> Approvals(JsonElement change) =>
        (await Admin.Get($"/v1/changes/{Id(change)}/approvals")).Expect(HttpStatusCode.OK);

    /// <summary>The types of what happened to the approvals of a change.</summary>
    internal async Task<string[]> History(JsonElement change)
    {
        var history = (await Approvals(change)).GetProperty("history").EnumerateArray();
        return [.. history.Select(happened => happened.GetProperty("type").GetString()!)];
    }

    internal static string Id(JsonElement change) => change.GetProperty("id").GetString()!;

    private static object Body(string service, string? owner) => new
    {
        title = "Replace the core switch",
        type = "normal",
        risk = new { impact = "high", likelihood = "low" },
        plan = new { implementation = "Swap it", backout = "Swap back", test = "Ping" },
        window = new { start = "2099-12-01T20:00:00Z", end = "2099-12-01T22:00:00Z" },
        service,
        owner,
    };
}
