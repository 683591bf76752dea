using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class ClientTests(StorageFixture storage)
{
    private static readonly OrchestrationRuntimeStatus[] Over =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
    ];

    [Fact]
    public async Task Start_OfAnIdThatRuns_StartsNothing()
    {
        await using var rig = await StartWaitingAsync();
        var one = new StartOrchestrationOptions("one");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", $"input {i}", one)));
        await rig.QuietAsync();
        var running = await rig.Client.GetInstanceAsync("one", getInputsAndOutputs: true);

        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "late", one);
        await rig.Client.RaiseEventAsync("one", "Go", "went");
        var ended = await rig.EndAsync("one");

        Assert.Equal(running!.SerializedInput, ended.SerializedInput);
        Assert.Equal("went", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Start_OfAnIdThatIsOver_IsRefusedByDedupeStatusesAndReplacesWithoutThem()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Echo", context => Task.FromResult(context.GetInput<string>()!)));
        var options = new StartOrchestrationOptions("one");
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "first", options);
        await rig.EndAsync("one");

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            rig.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "second", options.WithDedupeStatuses(Over)));
        Assert.Equal("first", (await rig.EndAsync("one")).ReadOutputAs<string>());
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "third", options);
        await rig.QuietAsync();

        Assert.Equal("third", (await rig.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Start_Later_WaitsForItsTime()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Now", context => Task.FromResult(context.CurrentUtcDateTime)));
        var later = rig.Clock.GetUtcNow().AddMinutes(90);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Now", new StartOrchestrationOptions(StartAt: later));

        await rig.AdvanceAsync(TimeSpan.FromMinutes(89));
        await rig.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await rig.Client.GetInstanceAsync(id))!.RuntimeStatus);
        await rig.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(later.UtcDateTime, (await rig.EndAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Start_WithTagsAndAStrangeId_ShowsThemAsTheyWere()
    {
        await using var rig = await StartWaitingAsync();
        var options = new StartOrchestrationOptions("a/b\\c#d?e 'é")
        {
            Tags = new Dictionary<string, string> { ["tenant"] = "acme" },
        };
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", options);
        await rig.RestartAsync();

        var found = await rig.Client.WaitForInstanceStartAsync(options.InstanceId!);

        Assert.Equal(options.InstanceId, found.InstanceId);
        Assert.Equal("acme", found.Tags["tenant"]);
    }

    [Fact]
    public async Task Suspended_StandsStillUntilResumed()
    {
        await using var rig = await StartWaitingAsync();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await rig.Client.SuspendInstanceAsync(id, "hold");
        await rig.QuietAsync();
        await rig.Client.RaiseEventAsync(id, "Go", "went");
        await rig.RestartAsync();
        await rig.QuietAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await rig.Client.GetInstanceAsync(id))!.RuntimeStatus);

        await rig.Client.ResumeInstanceAsync(id);

        Assert.Equal("went", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminate_OfWhatIsOverOrUnknown_ChangesNothing()
    {
        await using var rig = await StartWaitingAsync();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await rig.Client.RaiseEventAsync(id, "Go", "went");
        await rig.EndAsync(id);

        await rig.Client.TerminateInstanceAsync(id);
        await rig.Client.TerminateInstanceAsync("unknown");
        await rig.QuietAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Query_FindsByStatusPrefixAndTime_PageByPage()
    {
        await using var rig = await StartWaitingAsync();
        for (var i = 0; i < 7; i++)
            await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions($"a-{i}"));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("b-0"));
        await rig.Client.RaiseEventAsync("a-3", "Go", "went");
        await rig.EndAsync("a-3");
        await rig.QuietAsync();

        var running = new OrchestrationQuery(
            Statuses: [OrchestrationRuntimeStatus.Running],
            InstanceIdPrefix: "a-",
            CreatedFrom: rig.Clock.GetUtcNow().AddMinutes(-1),
            PageSize: 4);
        var pages = await rig.Client.GetAllInstancesAsync(running).AsPages().ToListAsync();

        Assert.Equal(
            ["a-0", "a-1", "a-2", "a-4", "a-5", "a-6"],
            pages.SelectMany(page => page.Values).Select(found => found.InstanceId).Order());
        Assert.All(pages, page => Assert.InRange(page.Values.Count, 0, 4));
        var future = new OrchestrationQuery(CreatedFrom: rig.Clock.GetUtcNow().AddMinutes(1));
        Assert.Empty(await rig.Client.GetAllInstancesAsync(future).ToListAsync());
    }

    [Fact]
    public async Task Purge_RemovesWhatIsOverAndNothingElse()
    {
        await using var rig = await StartWaitingAsync();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        Assert.Equal(0, (await rig.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);
        await rig.Client.RaiseEventAsync(id, "Go", new string('x', 100_000));
        await rig.EndAsync(id);

        Assert.Equal(1, (await rig.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);

        Assert.Null(await rig.Client.GetInstanceAsync(id));
        Assert.Empty(await rig.Engine.ReadHistoryAsync(id, default));
    }

    [Fact]
    public async Task CustomStatus_IsShownWhileItRuns()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Show", async context =>
            {
                context.SetCustomStatus(new { step = 1 });
                await context.WaitForExternalEvent<string>("Go");
                context.SetCustomStatus(customStatus: null);
                return "done";
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Show");
        await rig.QuietAsync();

        var running = await rig.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        await rig.Client.RaiseEventAsync(id, "Go");

        Assert.Equal("""{"step":1}""", running!.SerializedCustomStatus);
        Assert.Null((await rig.EndAsync(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task Wait_CanBeCancelled()
    {
        await using var rig = await StartWaitingAsync();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        using var cancelled = new CancellationTokenSource();
        var waiting = rig.Client.WaitForInstanceCompletionAsync(id, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task<EngineRig> StartWaitingAsync() => EngineRig.StartAsync(storage, tasks => tasks
        .Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go")));
}
