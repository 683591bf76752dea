using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel.Auth;
using NodaTime;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace ItsmServerless.Webhooks;

/// <summary>Signs messages as Standard Webhooks 1.0 wants it: <c>v1</c> is HMAC-SHA-256 by the secret, <c>v1a</c> is
/// Ed25519 by the private key, both over <c>id.timestamp.body</c>.</summary>
/// <remarks>github.com/standard-webhooks/standard-webhooks, spec, "Signature scheme". .NET has no Ed25519 of its
/// own.</remarks>
public static class WebhookSignature
{
    private const string PublicPrefix = "whpk_";

    /// <summary>The header <c>webhook-signature</c>: one signature for each secret, and one by the private
    /// key.</summary>
    public static string Of(string id, Instant at, ReadOnlySpan<byte> body, OpenKeys keys)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{at.ToUnixTimeSeconds()}."), .. body];
        var symmetric = keys.Secrets.Select(secret => $"v1,{Base64(HMACSHA256.HashData(WebhookSecret.KeyOf(secret), content))}");
        return string.Join(' ', symmetric.Append($"v1a,{Base64(Ed25519(keys.Seed, content))}"));
    }

    /// <summary>What receivers check <c>v1a</c> with.</summary>
    public static string PublicKey(byte[] seed) =>
        PublicPrefix + Base64(new Ed25519PrivateKeyParameters(seed).GeneratePublicKey().GetEncoded());

    private static byte[] Ed25519(byte[] seed, byte[] content)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, new Ed25519PrivateKeyParameters(seed));
        signer.BlockUpdate(content, 0, content.Length);
        return signer.GenerateSignature();
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);
}
