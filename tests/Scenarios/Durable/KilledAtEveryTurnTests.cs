using ItsmServerless.Local.Durable;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>Whatever an orchestration does, it comes to the same end when its host is killed after every turn.</summary>
public sealed class KilledAtEveryTurnTests(StorageFixture storage)
{
    private const int MostKills = 60;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Flows { get; } =
    [
        "Chain", "Null", "CaughtFailure", "FailureOfAChild", "UnknownTask", "RetryPolicy", "RetryHandler",
        "HandlerOfAChild", "Guids", "PastAndZeroTimers", "Status", "ContinueAsNew", "LongText",
    ];

    [Theory]
    [MemberData(nameof(Flows))]
    public async Task End_IsTheSame(string flow)
    {
        var whole = await EndAsync(flow, isKilled: false);
        var killed = await EndAsync(flow, isKilled: true);

        Assert.Equal(Facts(whole), Facts(killed));
    }

    private static (object, string?, string?, string?) Facts(OrchestrationMetadata ended) => (
        ended.RuntimeStatus, ended.SerializedOutput, ended.SerializedCustomStatus,
        ended.FailureDetails is { } failure ? $"{failure.ErrorType}: {failure.ErrorMessage}" : null);

    private async Task<OrchestrationMetadata> EndAsync(string flow, bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, Register);
        await rig.Client.ScheduleNewOrchestrationInstanceAsync(flow, new StartOrchestrationOptions("it"));
        for (var kills = 0; ; kills++)
        {
            Assert.InRange(kills, 0, MostKills);
            if (await NextAsync(rig) is { IsCompleted: true } ended)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{(isKilled ? "Killed" : "Advanced")} {kills} times.");
                return ended;
            }

            if (isKilled)
                await rig.RestartAsync(after: Minute);
            else
                await rig.AdvanceAsync(Minute);
        }
    }

    /// <summary>The instance after its next turn, or when nothing is at work any more.</summary>
    private static async Task<OrchestrationMetadata?> NextAsync(EngineRig rig)
    {
        using var quiet = new CancellationTokenSource();
        var changed = rig.Engine.NextChange("it", quiet.Token);
        await Task.WhenAny(changed, rig.QuietAsync());
        await quiet.CancelAsync();
        return await rig.Client.GetInstanceAsync("it", getInputsAndOutputs: true);
    }

    private static void Register(DurableTasks tasks) => tasks
        .Activity<int, int>("Double", number => number * 2)
        .Activity<string?, string?>("Echo", text => text)
        .Activity<object?, string>("Fail", string (_) => throw new InvalidOperationException("outer", new IOException("inner")))
        .Orchestrator("FailingChild", async context => await context.CallActivityAsync<string>("Fail"))
        .Orchestrator("Chain", async context =>
        {
            var number = 1;
            for (var i = 0; i < 5; i++)
                number = await context.CallActivityAsync<int>("Double", number);
            return number;
        })
        .Orchestrator("Null", async context => await context.CallActivityAsync<string?>("Echo") ?? "null")
        .Orchestrator("CaughtFailure", context => CatchAsync(() => context.CallActivityAsync("Fail")))
        .Orchestrator("FailureOfAChild", context => context.CallSubOrchestratorAsync<string>("FailingChild"))
        .Orchestrator("UnknownTask", context => context.CallActivityAsync<string>("Missing", Retry(5)))
        .Orchestrator("RetryPolicy", context => CatchAsync(() => context.CallActivityAsync("Fail", Retry(3))))
        .Orchestrator("RetryHandler", context => CatchAsync(() => context.CallActivityAsync("Fail", Handled())))
        .Orchestrator("HandlerOfAChild", context =>
            CatchAsync(() => context.CallSubOrchestratorAsync("FailingChild", Handled())))
        .Orchestrator("Guids", async context =>
        {
            var (before, again) = (context.NewGuid(), context.NewGuid());
            var echo = await context.CallActivityAsync<string>("Echo", before.ToString());
            return echo == before.ToString() && before != again && context.NewGuid() != again;
        })
        .Orchestrator("PastAndZeroTimers", async context =>
        {
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            await context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1), CancellationToken.None);
            return "done";
        })
        .Orchestrator("Status", async context =>
        {
            context.SetCustomStatus("first");
            await context.CallActivityAsync<string>("Echo", "x");
            context.SetCustomStatus(new { Step = 2 });
            await context.CallActivityAsync<string>("Echo", "y");
            return "done";
        })
        .Orchestrator("ContinueAsNew", async context =>
        {
            var run = context.GetInput<int>();
            await context.CallActivityAsync<int>("Double", run);
            if (run < 4)
                context.ContinueAsNew(run + 1);
            return run;
        })
        .Orchestrator("LongText", async context =>
            (await context.CallActivityAsync<string>("Echo", new string('x', 100_000))).Length);

    private static async Task<string> CatchAsync(Func<Task> call)
    {
        try
        {
            await call();
            return "nothing";
        }
        catch (TaskFailedException failed)
        {
            var inner = failed.FailureDetails.InnerFailure;
            return $"{failed.TaskName} #{failed.TaskId} {failed.FailureDetails.ErrorMessage} ({inner?.ErrorType})";
        }
    }

    private static TaskOptions Retry(int attempts) => TaskOptions.FromRetryPolicy(new RetryPolicy(attempts, Minute));

    private static TaskOptions Handled() => TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 3);
}
