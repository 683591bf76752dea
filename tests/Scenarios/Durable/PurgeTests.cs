using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class PurgeTests(StorageFixture storage)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Purge_LeavesNeitherRowsNorBlobs(bool isKilled)
    {
        await using var rig = await StartAsync();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Parent", new string('i', 100_000));
        await rig.QuietAsync();
        await rig.Client.RaiseEventAsync("child", "Go", new string('x', 100_000));
        await rig.EndAsync(id);
        await rig.QuietAsync();

        await rig.KillIfAsync(isKilled);
        Assert.Equal(1, (await rig.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);
        Assert.Equal(1, (await rig.Client.PurgeInstanceAsync("child")).PurgedInstanceCount);

        Assert.Null(await rig.Client.GetInstanceAsync(id));
        Assert.Empty(await rig.RowsAsync("instances"));
        Assert.Empty(await rig.RowsAsync("active"));
        Assert.Empty(await rig.BlobsAsync());
    }

    [Fact]
    public async Task Purge_OfOneThatRunsOrIsUnknown_CountsNothing()
    {
        await using var rig = await StartAsync();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await rig.QuietAsync();

        Assert.Equal(0, (await rig.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);
        Assert.Equal(0, (await rig.Client.PurgeInstanceAsync("nobody")).PurgedInstanceCount);
        await rig.Client.RaiseEventAsync(id, "Go", "went");

        Assert.Equal("went", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Purge_TakesSubOrchestrationsOnlyWhenRecursive(bool isRecursive, int expected)
    {
        await using var rig = await StartAsync();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await rig.QuietAsync();
        await rig.Client.RaiseEventAsync("child", "Go", "went");
        await rig.EndAsync(id);
        await rig.RestartAsync();

        var purged = await rig.Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(isRecursive));

        Assert.Equal(expected, purged.PurgedInstanceCount);
        Assert.Equal(isRecursive, await rig.Client.GetInstanceAsync("child") is null);
    }

    [Fact]
    public async Task PurgeAll_TakesWhatTheFilterSays()
    {
        await using var rig = await StartAsync();
        var start = rig.Clock.GetUtcNow();
        foreach (var id in new[] { "old", "new", "ended", "runs" })
        {
            await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(id));
            await rig.QuietAsync();
            await rig.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        await rig.Client.RaiseEventAsync("old", "Go", "went");
        await rig.Client.RaiseEventAsync("new", "Go", "went");
        await rig.Client.TerminateInstanceAsync("ended");
        await rig.QuietAsync();

        var ofTime = await rig.Client.PurgeInstancesAsync(start, start.AddSeconds(30));
        Assert.Equal((1, true), (ofTime.PurgedInstanceCount, ofTime.IsComplete));
        Assert.Null(await rig.Client.GetInstanceAsync("old"));
        var ofStatus = await rig.Client.PurgeInstancesAsync(
            createdFrom: null, createdTo: null, [OrchestrationRuntimeStatus.Terminated]);
        Assert.Equal(1, ofStatus.PurgedInstanceCount);
        Assert.Null(await rig.Client.GetInstanceAsync("ended"));
        var rest = await rig.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());
        Assert.Equal(1, rest.PurgedInstanceCount);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.Client.GetInstanceAsync("runs"))!.RuntimeStatus);
    }

    [Fact]
    public async Task PurgeAll_WithRunningAsked_PurgesNoneThatRuns()
    {
        await using var rig = await StartAsync();
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await rig.QuietAsync();

        var filter = new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Running]);

        Assert.Equal(0, (await rig.Client.PurgeAllInstancesAsync(filter)).PurgedInstanceCount);
        Assert.Single(await rig.Client.GetAllInstancesAsync().ToListAsync());
    }

    [Fact]
    public async Task PurgeAll_OutOfTime_SaysThatItIsNotCompleteAndGoesOnWhenAskedAgain()
    {
        await using var rig = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
            await rig.Client.TerminateInstanceAsync(id);
            await rig.EndAsync(id);
        }

        var hasty = await rig.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter { Timeout = TimeSpan.FromTicks(1) });
        var rest = await rig.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter { Timeout = TimeSpan.FromHours(1) });

        Assert.False(hasty.IsComplete);
        Assert.True(rest.IsComplete);
        Assert.Equal(3, hasty.PurgedInstanceCount + rest.PurgedInstanceCount);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            rig.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter { Timeout = TimeSpan.Zero }));
    }

    private Task<EngineRig> StartAsync() => EngineRig.StartAsync(storage, tasks => tasks
        .Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go"))
        .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>(
            "Wait", new SubOrchestrationOptions(instanceId: "child"))));
}
