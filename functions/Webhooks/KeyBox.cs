using System.Security.Cryptography;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>The keys of a webhook, opened.</summary>
/// <param name="Secrets">Those that sign now, the one in force first.</param>
/// <param name="Seed">32 bytes: the private key of <c>v1a</c> signatures.</param>
public sealed record OpenKeys(IReadOnlyList<string> Secrets, byte[] Seed);

/// <summary>Makes, seals and opens what webhooks sign with.</summary>
public sealed class KeyBox(Signer signer)
{
    private const string Purpose = "webhook-keys";
    private const int KeyBytes = 32;

    /// <summary>New keys.</summary>
    /// <param name="secret">The secret that was asked for; null for one that nobody can guess.</param>
    public WebhookKeys Make(TenantId tenant, string key, string? secret)
    {
        var seed = RandomNumberGenerator.GetBytes(KeyBytes);
        var sealedSeed = Seal(tenant, key, Convert.ToBase64String(seed));
        return new(Seal(tenant, key, secret ?? NewSecret()), null, null, sealedSeed, WebhookSignature.PublicKey(seed));
    }

    /// <summary>The keys that sign now; null when the installation's key that sealed them was retired.</summary>
    public OpenKeys? Open(TenantId tenant, string key, WebhookKeys keys, Instant now)
    {
        if (Open(tenant, key, keys.Secret) is not { } secret || Open(tenant, key, keys.Seed) is not { } seed)
            return null;
        var former = keys.FormerUntil > now ? Open(tenant, key, keys.Former!) : null;
        return new(former is null ? [secret] : [secret, former], Convert.FromBase64String(seed));
    }

    private static string NewSecret() =>
        WebhookSecret.Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    private string Seal(TenantId tenant, string key, string text) => signer.Seal(Purpose, $"{tenant}/{key}", text);

    private string? Open(TenantId tenant, string key, string text) => signer.Open(Purpose, $"{tenant}/{key}", text);
}
