using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Signs, derives and seals. Every use names its purpose, so that what was made for one is worthless for
/// another.</summary>
/// <remarks>Sub-keys by HKDF-SHA-256 (RFC 5869), signatures by HMAC-SHA-256, sealing by AES-256-GCM. The algorithm is
/// fixed by
/// the key, never by what a token says. Comparisons take constant time.</remarks>
public sealed class Signer(KeyRing ring)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>The id of the key that new signatures are made with; store it beside what must be derived
    /// again.</summary>
    public string ActiveKey => ring.ActiveId;

    /// <summary>The ids of all keys that still verify, for what is too short to name its key.</summary>
    public IReadOnlyList<string> Keys => ring.Ids;

    /// <summary>32 bytes that only this installation can compute, always the same for the same input and key.</summary>
    /// <exception cref="InvalidOperationException">The key was retired.</exception>
    public byte[] Derive(string purpose, string keyId, string input) =>
        HMACSHA256.HashData(SubKey(purpose, keyId) ?? throw new InvalidOperationException($"Signing key {keyId} was retired."), Encoding.UTF8.GetBytes(input));

    /// <summary>Signs a payload: <c>kid.payload.signature</c>, each part canonical base64url or a key id.</summary>
    public string Sign(string purpose, ReadOnlySpan<byte> payload)
    {
        var signature = HMACSHA256.HashData(SubKey(purpose, ring.ActiveId)!, payload);
        return $"{ring.ActiveId}.{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The payload of a token that this installation signed for this purpose; null for anything else, however
    /// close.</summary>
    public byte[]? Verify(string purpose, string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || SubKey(purpose, parts[0]) is not { } key) return null;
        var (payload, signature) = (Canonical(parts[1]), Canonical(parts[2]));
        if (payload is null || signature is null) return null;
        return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, payload), signature) ? payload : null;
    }

    /// <summary>Encrypts text so that only this installation reads it, and only in the same context.</summary>
    public string Seal(string purpose, string context, string text)
    {
        var (nonce, plain) = (RandomNumberGenerator.GetBytes(NonceBytes), Encoding.UTF8.GetBytes(text));
        var (cipher, tag) = (new byte[plain.Length], new byte[TagBytes]);
        using var aes = new AesGcm(SubKey(purpose, ring.ActiveId)!, TagBytes);
        aes.Encrypt(nonce, plain, cipher, tag, Encoding.UTF8.GetBytes(context));
        return $"{ring.ActiveId}.{Base64Url.EncodeToString([.. nonce, .. tag, .. cipher])}";
    }

    /// <summary>The sealed text; null when it was altered, sealed elsewhere, or for another context.</summary>
    public string? Open(string purpose, string context, string sealedText)
    {
        var parts = sealedText.Split('.');
        if (parts.Length != 2 || SubKey(purpose, parts[0]) is not { } key || Canonical(parts[1]) is not { Length: >= NonceBytes + TagBytes } box) return null;
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(context));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null; // Altered or foreign: the caller has one generic answer for that.
        }
    }

    private byte[]? SubKey(string purpose, string keyId) => ring.Find(keyId) is { } key
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes(purpose))
        : null;

    /// <summary>Only the one spelling that encoding gives is accepted: no padding, no stray bits.</summary>
    private static byte[]? Canonical(string text)
    {
        if (!Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }
}
