using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.ServiceLevels;

/// <summary>Starts the orchestration of a recalculation that was asked for. Safe to repeat.</summary>
public sealed class RecalculationConsumer : IEventConsumer
{
    /// <inheritdoc/>
    public bool Hears(string eventType) => eventType == "recalculation.started";

    /// <inheritdoc/>
    public async Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel)
    {
        var instance = RecalculationWorkflow.InstanceOf(published.Tenant, published.Record);
        if (await client.GetInstanceAsync(instance, cancel) is not null) return;
        await client.ScheduleNewOrchestrationInstanceAsync(
            RecalculationWorkflow.Name, new RecalculationRun(published.Tenant, published.Record),
            new StartOrchestrationOptions(instance), cancel);
    }
}
