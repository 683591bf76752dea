using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Tenants.Exports;

/// <summary>Starts the orchestration of an export that was asked for. Safe to repeat.</summary>
public sealed class ExportConsumer : IEventConsumer
{
    /// <inheritdoc/>
    public bool Hears(string eventType) => eventType == "export.requested";

    /// <inheritdoc/>
    public async Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel)
    {
        var run = new ExportRun(published.Tenant, published.Record, IsFinal: false, published.At.ToDateTimeOffset());
        if (await client.GetInstanceAsync(run.InstanceId, cancel) is not null) return;
        await client.ScheduleNewOrchestrationInstanceAsync(
            ExportWorkflow.Name, run, new StartOrchestrationOptions(run.InstanceId), cancel);
    }
}
