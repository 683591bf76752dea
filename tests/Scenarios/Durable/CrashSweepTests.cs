using ItsmServerless.Local.Durable.History;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>
/// Kills the host at every storage call of a flow that uses everything, before the call and after it.
/// </summary>
public sealed class CrashSweepTests(StorageFixture storage)
{
    private const int MostCalls = 300;

    private static readonly StartOrchestrationOptions Once = new StartOrchestrationOptions("flow").WithDedupeStatuses(
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Host_KilledAtAnyStorageCall_LosesAndDoublesNothing(bool isBeforeTheCall)
    {
        for (var call = 1; call <= MostCalls; call++)
        {
            if (await SurvivesAsync(new KillSwitch(call, isBeforeTheCall)))
                continue;
            TestContext.Current.TestOutputHelper?.WriteLine($"Killed at each of {call - 1} storage calls.");
            return;
        }

        Assert.Fail($"The flow made more than {MostCalls} storage calls.");
    }

    private async Task<bool> SurvivesAsync(KillSwitch killSwitch)
    {
        await using var rig = await EngineRig.StartAsync(storage, Register);
        await rig.ReplaceAsync(killSwitch);
        await DriveAsync(rig, killSwitch);
        var wasKilled = killSwitch.Killed.IsCompleted;
        await rig.RestartAsync();
        var ended = await DriveAsync(rig, new KillSwitch(0, isBeforeTheCall: true));

        Assert.True("a!b!/child/carried/1/heard" == ended?.ReadOutputAs<string>(), $"Not survived: {killSwitch.At}");
        await AssertStepsWereTakenOnceAsync(rig);
        return wasKilled;
    }

    // What the world outside does: it asks again until it is told yes.
    private static async Task<OrchestrationMetadata?> DriveAsync(EngineRig rig, KillSwitch killSwitch)
    {
        try
        {
            if (!rig.IsStarted)
                await rig.StartAsync();
            await StartOnceAsync(rig);
            var isWaiting = await rig.UntilAsync("flow", IsWaiting, killSwitch.Killed) is not null;
            if (!isWaiting)
                return null;
            await rig.Client.RaiseEventAsync("flow", "Go", "go");
            return await rig.UntilAsync("flow", found => found.IsCompleted, killSwitch.Killed);
        }
        catch (Exception gone) when (gone is HostKilledException or TimeoutException)
        {
            return null;
        }
    }

    private static bool IsWaiting(OrchestrationMetadata found) =>
        found.IsCompleted || found.SerializedCustomStatus == "\"waiting\"";

    private static async Task StartOnceAsync(EngineRig rig)
    {
        try
        {
            await rig.Client.ScheduleNewOrchestrationInstanceAsync("Flow", Once);
        }
        catch (InvalidOperationException)
        {
            // It was over before it was asked for again.
        }
    }

    private static async Task AssertStepsWereTakenOnceAsync(EngineRig rig)
    {
        foreach (var id in new[] { "flow", "child", "listener" })
        {
            var history = await rig.Engine.ReadHistoryAsync(id, default);
            var steps = history.SelectMany(turn => turn.Events).OfType<StepTaken>().Select(step => step.Id).ToArray();
            var answers = history.SelectMany(turn => turn.Events).OfType<StepAnswer>().Select(answer => answer.Id);
            Assert.Equal(Enumerable.Range(0, steps.Length), steps);
            Assert.Distinct(answers);
        }
    }

    private static void Register(Local.Durable.DurableTasks tasks) => tasks
        .Activity<string, string>("Mark", text => text + "!")
        .Orchestrator("Child", context => Task.FromResult("child"))
        .Orchestrator("Listener", async context =>
        {
            await context.WaitForExternalEvent<string>("Word");
            return "heard";
        })
        .Orchestrator("Flow", FlowAsync);

    private static async Task<string> FlowAsync(TaskOrchestrationContext context)
    {
        if (context.GetInput<string>() is not { } before)
        {
            var marked = await context.CallActivityAsync<string>("Mark", "a")
                + await context.CallActivityAsync<string>("Mark", "b");
            var child = await context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: "child"));
            context.ContinueAsNew($"{marked}/{child}/carried");
            return "";
        }

        var listening = context.CallSubOrchestratorAsync<string>(
            "Listener", new SubOrchestrationOptions(instanceId: "listener"));
        await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
        context.SetCustomStatus("waiting");
        var events = 0;
        await context.WaitForExternalEvent<string>("Go");
        events++;
        context.SendEvent("listener", "Word", "hello");
        return $"{before}/{events}/{await listening}";
    }
}
