using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Changes;

/// <summary>Starts the orchestration of a change once it is approved, or tells it that something happened. Safe to
/// repeat.</summary>
public sealed class ChangeWatcher(DueTable due) : IEventConsumer
{
    private static readonly HashSet<string> Heard =
    [
        "change.approved", "change.scheduled", "change.started", "change.completed", "change.reviewed", "change.edited",
        "change.closed", "change.cancelled",
    ];

    /// <summary>What makes something due: an entry in the due table makes the sweeper look as well, in case the
    /// orchestration is lost, or just about to end.</summary>
    private static readonly HashSet<string> Awakening = ["change.approved", "change.scheduled", "change.completed"];

    /// <inheritdoc/>
    public bool Hears(string eventType) => Heard.Contains(eventType);

    /// <inheritdoc/>
    public async Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel)
    {
        var instance = ChangeWorkflow.InstanceOf(published.Tenant, published.Record);
        var found = await client.GetInstanceAsync(instance, cancel);
        if (found is { IsCompleted: false }) await Tell(published, client, instance, cancel);
        else if (Awakening.Contains(published.Type)) await Start(published, client, instance, cancel);
    }

    private static Task Start(
        PublishedEvent published, DurableTaskClient client, string instance, CancellationToken cancel) =>
        client.ScheduleNewOrchestrationInstanceAsync(
            ChangeWorkflow.Name, new ChangeWatch(published.Tenant, published.Record),
            new StartOrchestrationOptions(instance), cancel);

    private async Task Tell(
        PublishedEvent published, DurableTaskClient client, string instance, CancellationToken cancel)
    {
        if (Awakening.Contains(published.Type))
            await due.Move(published.Tenant, published.Record, null, published.At, cancel);
        await client.RaiseEventAsync(instance, ChangeWorkflow.Changed, published.Id, cancel);
    }
}
