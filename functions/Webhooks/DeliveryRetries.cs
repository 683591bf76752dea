using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Webhooks;

/// <summary>Makes the first attempt of a delivery, and sees to the others.</summary>
public sealed class DeliveryRetries(Courier courier)
{
    /// <summary>Posts it; what is not taken is left to an orchestration. May be called again.</summary>
    public async Task Begin(DeliveryReference reference, DurableTaskClient client, CancellationToken cancel)
    {
        if (await courier.Deliver(reference, cancel) is not { } next) return;
        if (await client.GetInstanceAsync(reference.InstanceId, cancel) is not null) return;
        var retry = new DeliveryRetry(
            reference.Tenant, reference.Webhook, reference.Delivery, reference.Round, next.ToDateTimeOffset());
        await client.ScheduleNewOrchestrationInstanceAsync(
            DeliveryWorkflow.Name, retry, new StartOrchestrationOptions(reference.InstanceId), cancel);
    }
}
