using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class SubOrchestrationTests(StorageFixture storage)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Child_HasItsOwnIdAndParent_AndItsResultReachesTheParent(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Child", async context =>
                $"{context.Parent!.Name}/{context.Parent.InstanceId}/{context.GetInput<int>()}/"
                + await context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", 7, new SubOrchestrationOptions(instanceId: "the-child"))));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions("the-parent"));
        await rig.QuietAsync();

        await rig.KillIfAsync(isKilled);
        await rig.Client.RaiseEventAsync("the-child", "Go", "went");

        Assert.Equal("Parent/the-parent/7/went", (await rig.EndAsync("the-parent")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Child_ThatFails_FailsTheCallWithItsFailure()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator<string>("Child", _ => throw new FormatException("bad child"))
            .Orchestrator("Parent", async context =>
            {
                var failed = await Assert.ThrowsAsync<TaskFailedException>(
                    () => context.CallSubOrchestratorAsync<string>("Child"));
                Assert.Equal("Child", failed.TaskName);
                return failed.FailureDetails.IsCausedBy<FormatException>();
            }));

        Assert.True((await rig.RunAsync("Parent")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Child_WithARetryPolicy_RunsAgainUnderTheSameId()
    {
        var ran = 0;
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Child", _ => ++ran < 3 ? throw new IOException("not yet") : Task.FromResult(ran))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<int>(
                "Child", new TaskOptions(new RetryPolicy(3, TimeSpan.FromMinutes(1))).WithInstanceId("again"))));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Parent");

        await rig.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(3, (await rig.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.EndAsync("again")).RuntimeStatus);
    }

    [Fact]
    public async Task Child_UnderTheIdOfAnotherThatRuns_FailsTheCall()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("Never"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: "taken"))));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Child", new StartOrchestrationOptions("taken"));

        var ended = await rig.RunAsync("Parent");

        Assert.Contains("'taken'", ended.FailureDetails!.InnerFailure!.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, OrchestrationRuntimeStatus.Running)]
    public async Task Terminate_ReachesChildrenOnlyWhenRecursive(bool isRecursive, OrchestrationRuntimeStatus expected)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("Never"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: "child"))));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await rig.QuietAsync();

        await rig.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("enough", isRecursive));
        var ended = await rig.EndAsync(id);
        await rig.QuietAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("enough", ended.ReadOutputAs<string>());
        Assert.Equal(expected, (await rig.Client.GetInstanceAsync("child"))!.RuntimeStatus);
    }

    [Fact]
    public async Task Child_ThatIsTerminated_FailsTheCall()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("Never"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: "child"))));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await rig.QuietAsync();

        await rig.Client.TerminateInstanceAsync("child");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await rig.EndAsync(id)).RuntimeStatus);
    }
}
