using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.ServiceLevels;

/// <summary>Starts the orchestration of an incident's clocks, or tells it that something happened.</summary>
public sealed class ClockConsumer(DueTable due) : IEventConsumer
{
    /// <summary>What can make a clock count while no other does, so that the orchestration may be about to
    /// end.</summary>
    private static readonly HashSet<string> Awakening =
        ["incident.reopened", "incident.edited", "incident.assigned", "incident.unmerged", "clock.recalculated"];

    /// <inheritdoc/>
    public bool Hears(string eventType) => IncidentMoments.EventTypes.Contains(eventType);

    /// <inheritdoc/>
    /// <remarks>An event that meets an orchestration just as it ends is lost to it. Where that would matter, an entry
    /// in the due table makes the sweeper look as well.</remarks>
    public async Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel)
    {
        if (published.Practice != Incident.Practice) return;
        var instance = ClockWorkflow.InstanceOf(published.Tenant, published.Record);
        var found = await client.GetInstanceAsync(instance, cancel);
        if (found is null || found.IsCompleted) await Start(published, client, instance, cancel);
        else await Tell(published, client, instance, cancel);
    }

    private static Task Start(
        PublishedEvent published, DurableTaskClient client, string instance, CancellationToken cancel) =>
        client.ScheduleNewOrchestrationInstanceAsync(
            ClockWorkflow.Name, new ClockWatch(published.Tenant, published.Record),
            new StartOrchestrationOptions(instance), cancel);

    private async Task Tell(
        PublishedEvent published, DurableTaskClient client, string instance, CancellationToken cancel)
    {
        if (Awakening.Contains(published.Type))
            await due.Move(published.Tenant, published.Record, null, published.At, cancel);
        await client.RaiseEventAsync(instance, ClockWorkflow.Changed, published.Id, cancel);
    }
}
