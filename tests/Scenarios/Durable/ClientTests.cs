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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SuspendAndResume_OfOneThatIsSoAlready_AreHarmless(bool isKilled)
    {
        await using var rig = await StartWaitingAsync();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await rig.Client.ResumeInstanceAsync(id);
        await rig.QuietAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.Client.GetInstanceAsync(id))!.RuntimeStatus);
        for (var i = 0; i < 2; i++)
        {
            await rig.Client.SuspendInstanceAsync(id, "hold");
            await rig.KillIfAsync(isKilled);
        }

        await rig.QuietAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await rig.Client.GetInstanceAsync(id))!.RuntimeStatus);
        for (var i = 0; i < 2; i++)
        {
            await rig.Client.ResumeInstanceAsync(id, "go on");
            await rig.KillIfAsync(isKilled);
        }

        await rig.Client.RaiseEventAsync(id, "Go", "went");
        Assert.Equal("went", (await rig.EndAsync(id)).ReadOutputAs<string>());
        await rig.Client.SuspendInstanceAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.EndAsync(id)).RuntimeStatus);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Terminate_EndsWithItsOutput_WhateverTheInstanceDoes(bool isKilled)
    {
        await using var rig = await StartWaitingAsync();
        var later = new StartOrchestrationOptions("later", rig.Clock.GetUtcNow().AddDays(1));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", later);
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("waits"));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("suspended"));
        await rig.Client.SuspendInstanceAsync("suspended");
        await rig.QuietAsync();
        await rig.KillIfAsync(isKilled);

        foreach (var id in new[] { "later", "waits", "suspended" })
        {
            await rig.Client.TerminateInstanceAsync(id, new { why = "enough" });
            await rig.KillIfAsync(isKilled);
            var ended = await rig.EndAsync(id);
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
            Assert.Equal("""{"why":"enough"}""", ended.SerializedOutput);
        }
    }

    [Fact]
    public async Task Start_WithADedupeStatusThatIsNone_IsRefused()
    {
        await using var rig = await StartWaitingAsync();
        var options = new StartOrchestrationOptions("one") { DedupeStatuses = ["Asleep"] };

        await Assert.ThrowsAsync<ArgumentException>(() =>
            rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", options));

        Assert.Null(await rig.Client.GetInstanceAsync("one"));
    }

    [Theory]
    [InlineData("tenant/acme/case 12?#é漢字")]
    [InlineData("a-name-of-more-than-one-hundred-characters-0123456789-0123456789-0123456789-0123456789-0123456789-01234567")]
    [InlineData("日本語の長い名前、日本語の長い名前、日本語の長い名前、日本語の長い名前、日本語の長い名前、日本語の長い名前")]
    public async Task Ids_OfAnyLetters_WorkEverywhere(string id)
    {
        await using var rig = await StartWaitingAsync();
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(id));
        await rig.RestartAsync();
        await rig.Client.RaiseEventAsync(id, "Go", new string('x', 100_000));
        Assert.Equal(id, (await rig.EndAsync(id)).InstanceId);

        Assert.Equal(id, (await rig.Client.GetAllInstancesAsync(new(InstanceIdPrefix: id[..5])).SingleAsync()).InstanceId);
        Assert.Equal(id, await rig.Client.RestartAsync(id));
        await rig.Client.TerminateInstanceAsync(id);
        await rig.EndAsync(id);
        Assert.Equal(1, (await rig.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);
        Assert.Empty(await rig.BlobsAsync());
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

    [Theory]
    [InlineData("exists")]
    [InlineData("nobody")]
    public async Task Wait_ThatIsCancelled_EndsAtOnceAndLeavesNothing(string id)
    {
        await using var rig = await StartWaitingAsync();
        var later = new StartOrchestrationOptions("exists", rig.Clock.GetUtcNow().AddDays(1));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", later);
        await rig.QuietAsync();
        using var cancelled = new CancellationTokenSource();
        var start = rig.Client.WaitForInstanceStartAsync(id, cancelled.Token);
        var end = rig.Client.WaitForInstanceCompletionAsync(id, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
        Assert.Equal(0, rig.Engine.Waiting);
    }

    [Fact]
    public async Task Wait_EndsWhenTheEngineStops()
    {
        await using var rig = await StartWaitingAsync();
        var waiting = rig.Client.WaitForInstanceCompletionAsync("nobody");

        await rig.Engine.StopAsync(CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Client.RaiseEventAsync("nobody", "Go"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WaitForStart_EndsWhenItsTimeHasCome(bool isKilled)
    {
        await using var rig = await StartWaitingAsync();
        var later = new StartOrchestrationOptions("later", rig.Clock.GetUtcNow().AddHours(1));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "input", later);
        await rig.KillIfAsync(isKilled);
        var waiting = rig.Client.WaitForInstanceStartAsync("later", getInputsAndOutputs: true);

        await rig.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("input", (await waiting).ReadInputAs<string>());
        Assert.True((await waiting).IsRunning);
    }

    private Task<EngineRig> StartWaitingAsync() => EngineRig.StartAsync(storage, tasks => tasks
        .Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go")));
}
