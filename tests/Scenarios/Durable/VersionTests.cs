using ItsmServerless.Local.Durable;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Xunit;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class VersionTests(StorageFixture storage)
{
    [Theory]
    [InlineData(null, "1")]
    [InlineData("2", "2")]
    [InlineData("", "")]
    public async Task Start_TakesItsVersionOrThatOfTheClient(string? ofStart, string expected)
    {
        await using var scope = storage.Scope();
        await using var host = await WorkerHost.StartAsync(
            scope,
            worker => worker.AddTasks(tasks => tasks.AddOrchestratorFunc("Tell", context => context.Version)),
            client => client.UseDefaultVersion("1"));

        var options = new StartOrchestrationOptions { Version = Given(ofStart) };

        Assert.Equal(expected, (await host.RunAsync("Tell", options: options)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(null, null, "/")]
    [InlineData(null, "1", "1/1")]
    [InlineData("2", "1", "2/2")]
    [InlineData("", "1", "/")]
    public async Task SubOrchestration_TakesItsVersionOrThatOfTheWorker_NotThatOfItsParent(
        string? ofCall, string? ofWorker, string expected)
    {
        var options = new SubOrchestrationOptions { Version = Given(ofCall) };
        var rules = ofWorker is null ? null : new VersioningOptions { DefaultVersion = ofWorker };
        await using var rig = await EngineRig.OfRegistryAsync(
            storage,
            tasks => tasks
                .AddActivityFunc("Tell", context => context.Version)
                .AddOrchestratorFunc("Child", async context =>
                    $"{context.Version}/{await context.CallActivityAsync<string>("Tell")}")
                .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Child", options)),
            Under(rules));

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Parent", new StartOrchestrationOptions { Version = "9" });

        Assert.Equal(expected, (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(null, "9")]
    [InlineData("3", "3")]
    [InlineData("", "")]
    public async Task Activity_TakesItsVersionOrThatOfItsOrchestration(string? ofCall, string expected)
    {
        var options = new TaskOptions { Version = Given(ofCall) };
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc("Tell", context => context.Version)
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync<string>("Tell", options)));

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Call", new StartOrchestrationOptions { Version = "9" });

        Assert.Equal(expected, (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    // Exactly the version first; then the one without a version, unless its name has any that has one.
    [Theory]
    [InlineData("Versioned", "1", "one")]
    [InlineData("versioned", "V2", "two")]
    [InlineData("Versioned", "3", null)]
    [InlineData("Versioned", "", null)]
    [InlineData("Plain", "3", "plain")]
    [InlineData("Mixed", "", "none")]
    [InlineData("Mixed", "3", null)]
    public async Task Task_IsChosenByItsVersion(string name, string version, string? expected)
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc<object?, string>("Versioned", "1", (_, _) => Task.FromResult("one"))
            .AddActivityFunc<object?, string>("Versioned", "v2", (_, _) => Task.FromResult("two"))
            .AddActivityFunc("Plain", _ => "plain")
            .AddActivityFunc("Mixed", _ => "none")
            .AddActivityFunc<object?, string>("Mixed", "1", (_, _) => Task.FromResult("one"))
            .AddOrchestratorFunc<string, string>(
                "Call", (context, called) => context.CallActivityAsync<string>(called)));

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Call", name, new StartOrchestrationOptions { Version = version });
        var ended = await rig.EndAsync(id);

        Assert.Equal(expected, ended.ReadOutputAs<string>());
        if (expected is null)
            Assert.Equal("ActivityTaskNotFound", ended.FailureDetails!.InnerFailure!.ErrorType);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ContinueAsNew_WithAVersion_GoesOnInItsCode(bool isKilled)
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc<int, string>("Renew", "1", async (context, input) =>
            {
                await context.WaitForExternalEvent<object?>("Go");
                context.ContinueAsNew(new ContinueAsNewOptions { NewInput = input + 1, NewVersion = "2" });
                return "one";
            })
            .AddOrchestratorFunc<int, string>("Renew", "2", (context, input) =>
                Task.FromResult($"{context.Version}:{input}")));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Renew", 4, new StartOrchestrationOptions { Version = "1" });
        await rig.QuietAsync();

        await rig.KillIfAsync(isKilled);
        await rig.Client.RaiseEventAsync(id, "Go");

        Assert.Equal("2:5", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(VersionMatchStrategy.None, "9", true)]
    [InlineData(VersionMatchStrategy.Strict, "2.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "1.0", false)]
    [InlineData(VersionMatchStrategy.Strict, "", false)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.0", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "1.9", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "10.0", false)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "", true)]
    public async Task Mismatch_WithTheStrategyFail_FailsTheOrchestration(
        VersionMatchStrategy strategy, string version, bool isTaken)
    {
        await using var rig = await TellingAsync(strategy, VersionFailureStrategy.Fail);

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Tell", new StartOrchestrationOptions { Version = version });
        var ended = await rig.EndAsync(id);

        Assert.Equal(isTaken ? null : "VersionMismatch", ended.FailureDetails?.ErrorType);
        Assert.Equal(isTaken ? version : null, ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Mismatch_WithTheStrategyReject_WaitsForAWorkerThatFits()
    {
        await using var rig = await TellingAsync(VersionMatchStrategy.Strict, VersionFailureStrategy.Reject);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Tell", new StartOrchestrationOptions { Version = "3" });
        await rig.QuietAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await rig.Client.GetInstanceAsync(id))!.RuntimeStatus);

        rig.Adapt = Under(Rules(VersionMatchStrategy.Strict, VersionFailureStrategy.Reject, "3"));
        await rig.RestartAsync();

        Assert.Equal("3", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Rejected_KeepsItsMessages_AndCanBeTerminated()
    {
        await using var rig = await TellingAsync(VersionMatchStrategy.Strict, VersionFailureStrategy.Reject);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Tell", new StartOrchestrationOptions { Version = "3" });
        await rig.Client.RaiseEventAsync(id, "Go");
        await rig.QuietAsync();

        await rig.Client.TerminateInstanceAsync(id, "enough");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await rig.EndAsync(id)).RuntimeStatus);
    }

    // Microsoft's worker lets both be used: the rules say which instances it takes, the registry which code they run.
    [Theory]
    [InlineData("1", "one")]
    [InlineData("2", "two")]
    public async Task Rules_OfTheWorker_AndVersionsOfTasks_GoTogether(string version, string expected)
    {
        await using var rig = await EngineRig.OfRegistryAsync(
            storage,
            tasks => tasks
                .AddOrchestratorFunc<object?, string>("Tell", "1", (_, _) => Task.FromResult("one"))
                .AddOrchestratorFunc<object?, string>("Tell", "2", (_, _) => Task.FromResult("two")),
            Under(Rules(VersionMatchStrategy.CurrentOrOlder, VersionFailureStrategy.Fail, "2")));

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Tell", new StartOrchestrationOptions { Version = version });

        Assert.Equal(expected, (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    // The order of the package: none first, then as System.Version, else as words whatever their case.
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "1", -1)]
    [InlineData("1", "", 1)]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("v1", "V1", 0)]
    [InlineData("v10", "v9", -1)]
    public async Task CompareVersionTo_OrdersAsDocumented(string version, string other, int expected)
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Compare", context => Math.Sign(context.CompareVersionTo(other))));

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Compare", new StartOrchestrationOptions { Version = version });

        Assert.Equal(expected, (await rig.EndAsync(id)).ReadOutputAs<int>());
    }

    // A null would become the version of a null text, which is none, said explicitly.
    private static TaskVersion? Given(string? version) =>
        version is null ? default(TaskVersion?) : new TaskVersion(version);

    private static VersioningOptions Rules(
        VersionMatchStrategy match, VersionFailureStrategy failure, string version) =>
        new() { Version = version, MatchStrategy = match, FailureStrategy = failure };

    private static Func<DurableEngineOptions, DurableEngineOptions> Under(VersioningOptions? rules) =>
        options => options with { Worker = new DurableTaskWorkerOptions { Versioning = rules } };

    private Task<EngineRig> TellingAsync(VersionMatchStrategy match, VersionFailureStrategy failure) =>
        EngineRig.OfRegistryAsync(
            storage,
            tasks => tasks.AddOrchestratorFunc("Tell", context => context.Version),
            Under(Rules(match, failure, "2.0")));
}
