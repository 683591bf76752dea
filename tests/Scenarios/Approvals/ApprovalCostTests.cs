using System.Net;
using Azure.Core.Pipeline;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>What an approval of two stages with four approvers costs, in storage transactions and in steps of its
/// orchestration: what Azure bills.</summary>
/// <remarks>Counted are the app's own. The local runtime's stand for Service Bus and Durable Functions.</remarks>
public sealed class ApprovalCostTests(StorageFixture storage, ITestOutputHelper output)
{
    private static readonly string[] Voters = ["ann", "bob", "cid", "dan"];

    [Fact]
    public async Task TwoStagesWithFourApprovers_CostNoMoreThanPlanned()
    {
        await using var scope = storage.Scope();
        var (ledger, steps) = (new StorageLedger(scope.Prefix), new StepCounter());
        await using var host = await Start(scope, ledger, steps);
        using var admin = new Caller(new Uri(host.Url), host.ApiKey);
        var change = await Draft(admin);
        var keys = new List<Caller>();
        foreach (var voter in Voters) keys.Add(await KeyOf(admin, host, voter));
        await host.WhenQuiet();
        (_, var activitiesBefore) = (ledger.Take(), steps.Activities);

        (await admin.Post($"/v1/changes/{change}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        await host.WhenQuiet();
        foreach (var key in keys)
        {
            (await key.Post($"/v1/changes/{change}/votes", new { decision = "approve" })).Expect(HttpStatusCode.OK);
            await host.WhenQuiet();
            key.Dispose();
        }

        var all = ledger.Take();
        var own = all.Where(entry => !StorageLedger.IsRuntime(entry)).ToList();
        foreach (var kind in own.GroupBy(entry => entry).OrderByDescending(kind => kind.Count()))
            output.WriteLine($"{kind.Count(),5} {kind.Key}");
        output.WriteLine($"Own: {own.Count}; by the local runtime besides: {all.Count - own.Count}");
        output.WriteLine($"Orchestration: {steps.Activities - activitiesBefore} activities");
        var end = (await admin.Get($"/v1/changes/{change}")).Expect(HttpStatusCode.OK).GetProperty("state").GetString();
        Assert.Equal("approved", end);
        Assert.InRange(own.Count, 50, 127);
        Assert.InRange(steps.Activities - activitiesBefore, 3, 4);
    }

    private static Task<LocalHost> Start(StorageScope scope, StorageLedger ledger, StepCounter steps) =>
        LocalHost.StartAsync(
            new LocalOptions
            {
                Port = 0,
                Ephemeral = true,
                ManualClock = true,
                Storage = scope.ConnectionString,
                Prefix = scope.Prefix,
            },
            services => services.AddSingleton<HttpPipelinePolicy>(ledger).AddSingleton<ILoggerProvider>(steps)
                .Configure<LoggerFilterOptions>(options => options.Rules.Add(StepCounter.Everything)));

    private static async Task<string> Draft(Caller admin)
    {
        var stages = Voters.Chunk(2).Select(pair => new
        {
            name = pair[0],
            approvers = pair.Select(voter => $"{voter}@acme.example"),
            quorum = new { kind = "all" },
            timeout = "P3D",
        });
        (await admin.Send(HttpMethod.Put, "/v1/approval-policies/all", new { stages })).Expect(HttpStatusCode.OK);
        var drafted = await admin.Post("/v1/changes", new
        {
            title = "Replace the core switch",
            type = "normal",
            risk = new { impact = "high", likelihood = "low" },
            plan = new { implementation = "Swap it", backout = "Swap back", test = "Ping" },
            window = new { start = "2027-12-01T20:00:00Z", end = "2027-12-01T22:00:00Z" },
        });
        return ApprovalRig.Id(drafted.Expect(HttpStatusCode.Created));
    }

    private static async Task<Caller> KeyOf(Caller admin, LocalHost host, string voter)
    {
        var body = new { name = voter, role = "agent", person = $"{voter}@acme.example" };
        var key = await admin.Post("/v1/api-keys", body);
        return new(new Uri(host.Url), key.Expect(HttpStatusCode.Created).GetProperty("secret").GetString());
    }
}

/// <summary>Counts the activities that orchestrations start, by what the engine logs.</summary>
internal sealed class StepCounter : ILoggerProvider, ILogger
{
    private const int ActivityStarted = 603;
    private int _activities;

    public static LoggerFilterRule Everything { get; } =
        new(typeof(StepCounter).FullName, categoryName: null, LogLevel.Information, filter: null);

    public int Activities => Volatile.Read(ref _activities);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == ActivityStarted) Interlocked.Increment(ref _activities);
    }

    public void Dispose()
    {
    }
}
