using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>An admin wants a new secret. The former one signs as well for a day.</summary>
public static class RotateSecret
{
    /// <summary>All but the secret stays.</summary>
    /// <param name="fresh">New keys; their secret is taken.</param>
    public static Decision<WebhookEvent> Decide(Webhook? webhook, WebhookKeys fresh, Instant at) => webhook is null
        ? Problem.NotFound("such webhook")
        : new WebhookPut(
            webhook.Key, webhook.Url, webhook.Events, webhook.Payload, webhook.Keys.Rotated(fresh.Secret, at));
}
