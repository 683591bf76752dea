using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Webhooks;

/// <summary>Nothing is to be posted any more: for an admin, or for a receiver that says so.</summary>
public static class EndWebhook
{
    /// <summary>What waits to be posted is dropped.</summary>
    public static Decision<WebhookEvent> Delete(Webhook? webhook) =>
        webhook is null ? Problem.NotFound("such webhook") : new WebhookDeleted();

    /// <summary>An answer of 410 means that the receiver is gone for good (Standard Webhooks 1.0).</summary>
    public static Decision<WebhookEvent> Disable(Webhook? webhook, string because) =>
        webhook is null or { DisabledBecause: not null }
            ? Decision<WebhookEvent>.Nothing
            : new WebhookDisabled(because);
}
