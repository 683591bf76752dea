using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>Posts a delivery, and writes down what became of it.</summary>
/// <remarks>May stop anywhere and be called again. Who stops between posting and writing posts it again, with the same
/// <c>webhook-id</c>: receivers drop doubles by it.</remarks>
public sealed partial class Courier(
    EventLog log, Deliveries deliveries, KeyBox keys, WebhookPost post, OutgoingTargets targets,
    WebhookDirectory directory, TenantStates tenants, Clock clock, ILogger<Courier> logger)
{
    private const int Tries = 3;

    /// <summary>Posts it unless it has ended, or waits.</summary>
    /// <returns>When to come again; null when it has ended.</returns>
    public async Task<Instant?> Deliver(DeliveryReference reference, CancellationToken cancel)
    {
        var (tenant, webhook, id) = (reference.Tenant, reference.Webhook, reference.Delivery);
        if (await tenants.IsGone(tenant, cancel)) return null;
        if (await deliveries.Find(tenant, webhook, id, cancel) is not { Delivery: var delivery } stored) return null;
        if (delivery.State != DeliveryState.Pending || delivery.Round != reference.Round) return null;
        if (delivery.NextAttemptAt > clock.Now) return delivery.NextAttemptAt;
        var after = await Attempt(tenant, stored, cancel);
        return await Write(tenant, stored, after, cancel);
    }

    /// <summary>Posts it now, whatever its state, and writes nothing.</summary>
    public async Task<Func<Delivery, Delivery>> Attempt(TenantId tenant, StoredDelivery stored, CancellationToken cancel)
    {
        var (key, id) = (stored.Delivery.Webhook, stored.Delivery.Id.Value);
        var webhook = (await log.Find<Webhook, WebhookEvent>(tenant, Webhook.IdOf(key), cancel))?.State;
        if (webhook is not { DisabledBecause: null })
            return delivery => delivery.Discarded(webhook is null ? "The webhook was deleted." : "The webhook is disabled.");
        if (targets.Flaw(webhook.Url) is { } flaw) return delivery => delivery.Discarded($"The address {flaw}.");
        if (keys.Open(tenant, key, webhook.Keys, clock.Now) is not { } open)
            return delivery => delivery.Discarded("Its secret cannot be read any more; put the webhook again.");
        var (attempt, asked) = await post.Post(new(webhook.Url), id, stored.Body, open, cancel);
        if (attempt.IsGone) await Disable(tenant, key, id, cancel);
        if (!attempt.IsTaken) LogNotTaken(logger, id, tenant, key, attempt.Error!);
        return delivery => delivery.After(attempt, asked);
    }

    private async Task<Instant?> Write(
        TenantId tenant, StoredDelivery stored, Func<Delivery, Delivery> after, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var next = stored with { Delivery = after(stored.Delivery) };
            if (await deliveries.TryWrite(tenant, next, cancel)) return next.Delivery.NextAttemptAt;
            var now = await deliveries.Find(tenant, stored.Delivery.Webhook, stored.Delivery.Id, cancel);
            if (now is null || now.Delivery.Round != stored.Delivery.Round) return null; // Replayed meanwhile.
            stored = now;
        }
        throw new InvalidOperationException($"{stored.Delivery.Id} changed {Tries} times while it was written.");
    }

    private async Task Disable(TenantId tenant, string key, string delivery, CancellationToken cancel)
    {
        var command = CommandContext.Internal(tenant, CommandId.FromCause("webhook-gone", delivery), clock.Now);
        await log.Execute<Webhook, WebhookEvent>(
            command, Webhook.IdOf(key), state => EndWebhook.Disable(state, "It answered 410."), cancel);
        directory.Forget(tenant);
    }

    [LoggerMessage(6501, LogLevel.Information, "Delivery {Delivery} was not taken by {Tenant}'s webhook {Webhook}: {Reason}")]
    private static partial void LogNotTaken(
        ILogger logger, string delivery, TenantId tenant, string webhook, string reason);
}
