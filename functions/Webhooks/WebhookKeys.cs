using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>What a webhook signs with, sealed.</summary>
/// <param name="Secret">The secret of <c>v1</c> signatures.</param>
/// <param name="Former">The one before, which signs as well until <paramref name="FormerUntil"/>; null for
/// none.</param>
/// <param name="Seed">The private key of <c>v1a</c> signatures.</param>
/// <param name="PublicKey">What receivers check those with, not sealed: <c>whpk_</c> and base64.</param>
public sealed record WebhookKeys(string Secret, string? Former, Instant? FormerUntil, string Seed, string PublicKey)
{
    /// <summary>How long a former secret goes on signing.</summary>
    private static readonly Duration Overlap = Duration.FromDays(1);

    /// <summary>Of a webhook that is gone.</summary>
    public static WebhookKeys None { get; } = new("", null, null, "", "");

    /// <summary>With a new secret; the one before signs as well for a day.</summary>
    public WebhookKeys Rotated(string secret, Instant at) =>
        this with { Secret = secret, Former = Secret, FormerUntil = at + Overlap };
}
