using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Workflows;
using ItsmServerless.Tenants.Exports;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using NodaTime;

namespace ItsmServerless.Tenants.OffBoarding;

/// <summary>Starts the orchestration of a tenant that leaves. Safe to repeat.</summary>
public sealed class OffBoardingConsumer : IEventConsumer
{
    /// <summary>Twice as long as states of tenants are remembered: requests that were let in are done by
    /// then.</summary>
    private static readonly Duration UntilDead = Duration.FromMinutes(1);

    /// <inheritdoc/>
    public bool Hears(string eventType) => eventType == "tenant.ending";

    /// <inheritdoc/>
    public Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel) =>
        Start(TenantId.From(published.Record.Value), published.At, client, cancel);

    /// <summary>The same where the orchestration was lost, or gave up.</summary>
    /// <param name="since">When the tenant began to leave.</param>
    public static async Task Start(TenantId tenant, Instant since, DurableTaskClient client, CancellationToken cancel)
    {
        var instance = OffBoardingRun.InstanceOf(tenant);
        if (await client.GetInstanceAsync(instance, cancel) is { IsCompleted: false }) return;
        var export = UlidText.FromKey(Export.Prefix, tenant, "last");
        var run = new OffBoardingRun(tenant, export, (since + UntilDead).ToDateTimeOffset());
        await client.ScheduleNewOrchestrationInstanceAsync(
            OffBoardingWorkflow.Name, run, new StartOrchestrationOptions(instance), cancel);
    }
}
