using ItsmServerless.Local.Durable;
using ItsmServerless.Local.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>
/// A flow that uses everything an orchestration has, and the world outside that drives it to its end.
/// </summary>
internal static class EverythingFlow
{
    private static readonly StartOrchestrationOptions Once = new StartOrchestrationOptions("flow").WithDedupeStatuses(
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated);

    /// <summary>The flow and what it calls.</summary>
    public static void Register(DurableTasks tasks) => tasks
        .Activity<string, string>("Mark", text => text + "!")
        .Orchestrator("Child", context => Task.FromResult("child"))
        .Orchestrator("Listener", async context =>
        {
            await context.WaitForExternalEvent<string>("Word");
            return "heard";
        })
        .Orchestrator("Flow", FlowAsync);

    /// <summary>
    /// Starts the flow, lets it go on where it waits, and waits for its end; null when the host is killed.
    /// </summary>
    public static async Task<OrchestrationMetadata?> DriveAsync(EngineRig rig, Task killed)
    {
        if (!rig.IsStarted)
            await rig.StartAsync();
        await StartOnceAsync(rig);
        if (await rig.UntilAsync("flow", IsWaiting, killed) is null)
            return null;
        await rig.Client.RaiseEventAsync("flow", "Go", "go");
        return await rig.UntilAsync("flow", found => found.IsCompleted, killed);
    }

    /// <summary>The flow came to the end it always has, and took every step of it once.</summary>
    public static async Task AssertWholeAsync(EngineRig rig, OrchestrationMetadata? ended, string disturbance)
    {
        Assert.True(
            ended?.SerializedOutput == "\"a!b!/child/carried/1/heard\"",
            $"After {disturbance}: {ended?.RuntimeStatus} {ended?.SerializedOutput} {ended?.FailureDetails}");
        foreach (var id in new[] { "flow", "child", "listener" })
            AssertTakenOnce(await rig.Engine.ReadHistoryAsync(id, default));
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

    private static void AssertTakenOnce(IReadOnlyList<Turn> history)
    {
        var events = history.SelectMany(turn => turn.Events).ToArray();
        var steps = events.OfType<StepTaken>().Select(step => step.Id).ToArray();
        Assert.Equal(Enumerable.Range(0, steps.Length), steps);
        Assert.Distinct(events.OfType<StepAnswer>().Select(answer => answer.Id));
    }

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
