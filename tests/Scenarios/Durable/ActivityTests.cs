using ItsmServerless.Local.Durable.History;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class ActivityTests(StorageFixture storage)
{
    [Fact]
    public async Task Chain_GivesEachResultToTheNext()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<string, string>("Append", text => text + "!")
            .Orchestrator("Chain", async context =>
            {
                var text = context.GetInput<string>();
                for (var i = 0; i < 3; i++)
                    text = await context.CallActivityAsync<string>("Append", text);
                return text;
            }));

        var ended = await rig.RunAsync("Chain", "a");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("a!!!", ended.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FanOut_OfAHundred_GivesEveryResultOnce(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<int, int>("Square", number => number * number)
            .Orchestrator("FanOut", async context =>
            {
                var calls = Enumerable.Range(0, 100).Select(i => context.CallActivityAsync<int>("Square", i));
                return (await Task.WhenAll(calls)).Sum();
            }));

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("FanOut");
        await rig.Client.WaitForInstanceStartAsync(id, CancellationToken.None);
        await rig.KillIfAsync(isKilled);

        var ended = await rig.EndAsync(id);
        Assert.Equal(Enumerable.Range(0, 100).Sum(i => i * i), ended.ReadOutputAs<int>());
        Assert.Distinct((await rig.HistoryAsync<TaskCompleted>(id)).Select(answer => answer.Id));
    }

    [Fact]
    public async Task Call_WithoutInputAndResult_ReturnsNull()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<object?, object?>("Nothing", _ => (object?)null)
            .Orchestrator("Call", async context => await context.CallActivityAsync<string?>("Nothing") ?? "null"));

        var ended = await rig.RunAsync("Call");

        Assert.Equal("null", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Failure_ReachesTheCallerWithItsTypeMessageStackAndCause()
    {
        TaskFailedException? caught = null;
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<object?, object?>(
                "Fail", object? (_) => throw new InvalidOperationException("outer", new FormatException("inner")))
            .Orchestrator("Catch", async context =>
            {
                caught = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync("Fail"));
                return caught.FailureDetails.IsCausedBy<InvalidOperationException>();
            }));

        var ended = await rig.RunAsync("Catch");

        Assert.True(ended.ReadOutputAs<bool>());
        Assert.Equal("Task 'Fail' (#0) failed with an unhandled exception: outer", caught!.Message);
        Assert.Equal("System.InvalidOperationException", caught.FailureDetails.ErrorType);
        Assert.Contains("ActivityTests", caught.FailureDetails.StackTrace, StringComparison.Ordinal);
        Assert.Equal("inner", caught.FailureDetails.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task Failure_ThatNobodyCatches_FailsTheOrchestrationWithItAsTheCause()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<object?, object?>("Fail", object? (_) => throw new FormatException("bad"))
            .Orchestrator("Let", context => context.CallActivityAsync<string>("Fail")));

        var ended = await rig.RunAsync("Let");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(typeof(TaskFailedException).FullName, ended.FailureDetails!.ErrorType);
        Assert.True(ended.FailureDetails.InnerFailure!.IsCausedBy<FormatException>());
    }

    [Fact]
    public async Task Call_OfAnUnknownActivity_FailsAndIsNotRetried()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Call", context => context.CallActivityAsync<string>(
                "Missing", TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(1))))));

        var ended = await rig.RunAsync("Call");

        Assert.Contains("'Missing'", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Single(await rig.HistoryAsync<ActivityScheduled>(ended.InstanceId));
    }

    [Fact]
    public async Task RetryPolicy_RunsAgainAfterItsIntervals()
    {
        var ran = 0;
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<object?, int>("Flaky", _ => ++ran < 4 ? throw new IOException("not yet") : ran)
            .Orchestrator("Retry", context => context.CallActivityAsync<int>(
                "Flaky", TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(1), 2)))));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Retry");

        await rig.AdvanceAsync(TimeSpan.FromMinutes(6));
        await rig.QuietAsync();
        Assert.Equal(3, ran);
        await rig.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(4, (await rig.EndAsync(id)).ReadOutputAs<int>());
        var timers = await rig.HistoryAsync<TimerCreated>(id);
        var began = rig.Clock.GetUtcNow() - TimeSpan.FromMinutes(7);
        Assert.Equal([1, 3, 7], timers.Select(timer => (timer.FireAt - began).TotalMinutes));
    }

    [Fact]
    public async Task RetryHandler_IsAskedWithTheFailureUntilItSaysNo()
    {
        var asked = new List<int>();
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<object?, int>("Fail", int (_) => throw new IOException("again"))
            .Orchestrator("Retry", context => context.CallActivityAsync<int>(
                "Fail", TaskOptions.FromRetryHandler(Again))));

        bool Again(RetryContext retry)
        {
            if (!retry.OrchestrationContext.IsReplaying)
                asked.Add(retry.LastAttemptNumber);
            return retry.LastFailure.IsCausedBy<IOException>() && retry.LastAttemptNumber < 3;
        }

        var ended = await rig.RunAsync("Retry");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal([1, 2, 3], asked);
    }

    [Fact]
    public async Task Call_InFlightWhenTheHostIsKilled_RunsAgain()
    {
        var gate = new TaskCompletionSource();
        var began = new SemaphoreSlim(0);
        var ran = 0;
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .AddActivity("Slow", async (_, _, cancellationToken) =>
            {
                ran++;
                began.Release();
                await gate.Task.WaitAsync(cancellationToken);
                return "done";
            })
            .Orchestrator("Call", context => context.CallActivityAsync<string>("Slow")));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Call");
        await began.WaitAsync();

        await rig.RestartAsync();
        await began.WaitAsync();
        gate.SetResult();

        Assert.Equal("done", (await rig.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(2, ran);
    }

    [Fact]
    public async Task LargeInputsAndResults_ComeBackWhole()
    {
        var large = new string('x', 200_000) + "é";
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<string, string>("Echo", text => text)
            .Orchestrator("Echo", async context =>
            {
                context.SetCustomStatus(context.GetInput<string>());
                return await context.CallActivityAsync<string>("Echo", context.GetInput<string>());
            }));

        var ended = await rig.RunAsync("Echo", large);

        Assert.Equal(large, ended.ReadInputAs<string>());
        Assert.Equal(large, ended.ReadOutputAs<string>());
        Assert.Equal(large, ended.ReadCustomStatusAs<string>());
    }
}
