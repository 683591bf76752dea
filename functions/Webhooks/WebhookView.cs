using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>A webhook as callers see it.</summary>
/// <param name="PublicKey">What <c>v1a</c> signatures are checked with (Standard Webhooks 1.0).</param>
/// <param name="DisabledBecause">Why nothing is posted; null while events are. A PUT enables it again.</param>
public sealed record WebhookView(
    string Key, string Url, IReadOnlyList<string> Events, PayloadKind Payload, string PublicKey,
    string? DisabledBecause, int Version)
{
    /// <summary>The webhook without its secret.</summary>
    public static WebhookView Of(Webhook webhook) => new(
        webhook.Key, webhook.Url, webhook.Events, webhook.Payload, webhook.Keys.PublicKey, webhook.DisabledBecause,
        webhook.Version);
}

/// <summary>What receivers check signatures with.</summary>
/// <param name="Secret">For <c>v1</c> signatures: <c>whsec_</c> and base64, or the text that was put.</param>
/// <param name="FormerSecret">The one before, which messages are signed with as well for a while; null for
/// none.</param>
/// <param name="FormerUntil">Until when; null for no former one.</param>
/// <param name="PublicKey">For <c>v1a</c> signatures: <c>whpk_</c> and base64.</param>
public sealed record WebhookSecretView(
    string Secret, string? FormerSecret, Instant? FormerUntil, string PublicKey)
{
    /// <summary>Of keys and what is in them.</summary>
    public static WebhookSecretView Of(WebhookKeys keys, OpenKeys open)
    {
        var former = open.Secrets.ElementAtOrDefault(1);
        return new(open.Secrets[0], former, former is null ? null : keys.FormerUntil, keys.PublicKey);
    }
}
