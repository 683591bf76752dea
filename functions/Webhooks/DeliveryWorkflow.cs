using ItsmServerless.Kernel.Ids;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ItsmServerless.Webhooks;

/// <summary>Tries a delivery again until it is taken or the schedule ends.</summary>
/// <remarks>Version 1. One instance a round of a delivery, <c>webhook-{tenant}-{delivery}-{round}</c>; the first attempt
/// is made before, so what is taken at once needs none. The delivery's row says when; each attempt ends in
/// continue-as-new.</remarks>
public sealed class DeliveryWorkflow(Courier courier)
{
    /// <summary>The name of the orchestration.</summary>
    public const string Name = "RetryDelivery";

    private const string Post = "PostAgain";

    private static readonly TaskOptions Patience = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(5)));

    /// <summary>Waits, posts, and begins anew or ends.</summary>
    [Function(Name)]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var retry = context.GetInput<DeliveryRetry>()!;
        await context.CreateTimer(retry.At.UtcDateTime, CancellationToken.None);
        var next = await context.CallActivityAsync<DateTimeOffset?>(Post, retry, Patience);
        if (next is { } at) context.ContinueAsNew(retry with { At = at });
    }

    /// <summary>Posts it, and says when to come again; null when it has ended.</summary>
    [Function(Post)]
    public async Task<DateTimeOffset?> PostAgain([ActivityTrigger] DeliveryRetry retry, CancellationToken cancel) =>
        (await courier.Deliver(retry.Reference, cancel))?.ToDateTimeOffset();
}

/// <summary>What an instance tries again, and when.</summary>
public sealed record DeliveryRetry(TenantId Tenant, string Webhook, RecordId Delivery, int Round, DateTimeOffset At)
{
    internal DeliveryReference Reference => new(Tenant, Webhook, Delivery, Round);
}
