using ItsmServerless.Local.Durable.History;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class RetryTests(StorageFixture storage)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // The waits of each case are first * coefficient ^ n, at most the longest, while the timeout has not passed.
    [Theory]
    [InlineData(4, 2, 60, null, new[] { 1, 3, 7 })]
    [InlineData(4, 2, 2, null, new[] { 1, 3, 5 })]
    [InlineData(9, 1, 60, 3, new[] { 1, 2, 3 })]
    [InlineData(1, 1, 60, null, new int[0])]
    public async Task Policy_WaitsAsItsNumbersSay(
        int attempts, double coefficient, int longest, int? timeout, int[] expectedMinutes)
    {
        var policy = new RetryPolicy(
            attempts,
            Minute,
            coefficient,
            longest * Minute,
            timeout is { } minutes ? minutes * Minute : null);
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc("Fail", Fail)
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync("Fail", Retry(policy))));
        var began = rig.Clock.GetUtcNow();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Retry");

        await rig.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await rig.EndAsync(id)).RuntimeStatus);
        var timers = (await rig.HistoryAsync<TimerCreated>(id)).Select(timer => (timer.FireAt - began).TotalMinutes);
        Assert.Equal(expectedMinutes.Select(minute => (double)minute), timers);
        Assert.Equal(expectedMinutes.Length + 1, (await rig.HistoryAsync<ActivityScheduled>(id)).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Policy_GoesOnCountingAfterAKill(bool isKilled)
    {
        var ran = 0;
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc("Flaky", _ => ++ran < 3 ? throw new IOException("not yet") : ran)
            .AddOrchestratorFunc("Retry", context =>
                context.CallActivityAsync<int>("Flaky", Retry(new RetryPolicy(3, Minute)))));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Retry");
        await rig.AdvanceAsync(Minute);

        await rig.KillIfAsync(isKilled);
        await rig.AdvanceAsync(Minute);

        Assert.Equal(3, (await rig.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(3, ran);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task HandleFailure_IsGivenTheTasksOwnFailure_AndDecides(bool isHandled, int expected)
    {
        var seen = new List<TaskFailureDetails>();
        var policy = new RetryPolicy(3, Minute)
        {
            HandleFailure = failure =>
            {
                seen.Add(failure);
                return isHandled && failure.IsCausedBy<IOException>();
            },
        };
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc("Fail", Fail)
            .AddOrchestratorFunc("Retry", context => context.CallActivityAsync("Fail", Retry(policy))));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Retry");

        await rig.AdvanceAsync(TimeSpan.FromHours(1));

        await rig.EndAsync(id);
        Assert.Equal(expected, (await rig.HistoryAsync<ActivityScheduled>(id)).Length);
        Assert.All(seen, failure => Assert.Equal((typeof(IOException).FullName, "again"), Facts(failure)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SubOrchestration_RetriedByAPolicy_KeepsItsIdAndTags(bool isKilled)
    {
        var ran = 0;
        var options = new SubOrchestrationOptions(new RetryPolicy(3, Minute), "child")
        {
            Tags = new Dictionary<string, string> { ["tenant"] = "acme" },
        };
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Child", _ => ++ran < 3 ? throw new IOException("not yet") : ran)
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<int>("Child", options)));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await rig.AdvanceAsync(Minute);

        await rig.KillIfAsync(isKilled);
        await rig.AdvanceAsync(Minute);

        Assert.Equal(3, (await rig.EndAsync(id)).ReadOutputAs<int>());
        var child = await rig.EndAsync("child");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, child.RuntimeStatus);
        Assert.Equal("acme", child.Tags["tenant"]);
        var starts = await rig.HistoryAsync<SubOrchestrationScheduled>(id);
        Assert.All(starts, step => Assert.Equal("child", step.InstanceId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_IsToldWhatItNeeds_AndAskedOncePerFailure(bool ofSubOrchestration)
    {
        var asked = new List<(int Attempt, string Failure, double Minutes)>();
        var options = TaskOptions.FromRetryHandler(async retry =>
        {
            if (!retry.OrchestrationContext.IsReplaying)
                asked.Add((retry.LastAttemptNumber, retry.LastFailure.ErrorMessage, retry.TotalRetryTime.TotalMinutes));
            await retry.OrchestrationContext.CreateTimer(Minute, retry.CancellationToken);
            return retry.LastAttemptNumber < 3;
        });
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc("Fail", Fail)
            .AddOrchestratorFunc("FailToo", (Action<TaskOrchestrationContext>)(_ => throw new IOException("again")))
            .AddOrchestratorFunc("Retry", context => ofSubOrchestration
                ? context.CallSubOrchestratorAsync("FailToo", options)
                : context.CallActivityAsync("Fail", options)));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Retry");

        await rig.AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await rig.EndAsync(id)).RuntimeStatus);
        Assert.Equal([(1, "again", 0), (2, "again", 1), (3, "again", 2)], asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_IsNotAskedAboutATaskThatDoesNotExist(bool isSubOrchestration)
    {
        var asked = 0;
        var options = TaskOptions.FromRetryHandler(_ => ++asked > 0);
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Call", context => isSubOrchestration
                ? context.CallSubOrchestratorAsync("Missing", options)
                : context.CallActivityAsync("Missing", options)));

        var ended = await rig.RunAsync("Call");

        Assert.Contains("'Missing' was found", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(0, asked);
    }

    private static void Fail(TaskActivityContext context) => throw new IOException("again");

    private static TaskOptions Retry(RetryPolicy policy) => TaskOptions.FromRetryPolicy(policy);

    private static (string Type, string Message) Facts(TaskFailureDetails failure) =>
        (failure.ErrorType, failure.ErrorMessage);
}
