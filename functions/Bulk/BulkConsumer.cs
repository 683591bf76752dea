using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Bulk;

/// <summary>Starts the orchestration of a bulk that was accepted. Safe to repeat.</summary>
public sealed class BulkConsumer : IEventConsumer
{
    /// <inheritdoc/>
    public bool Hears(string eventType) => eventType == "bulk.accepted";

    /// <inheritdoc/>
    public async Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel)
    {
        var instance = BulkWorkflow.InstanceOf(published.Tenant, published.Record);
        if (await client.GetInstanceAsync(instance, cancel) is not null) return;
        await client.ScheduleNewOrchestrationInstanceAsync(
            BulkWorkflow.Name, new BulkStep(published.Tenant, published.Record),
            new StartOrchestrationOptions(instance), cancel);
    }
}
