using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace ItsmServerless.Kernel.Auth;

/// <summary>An API key as text: <c>itsm_&lt;environment&gt;_&lt;key
/// id&gt;_&lt;secret&gt;&lt;checksum&gt;</c>.</summary>
/// <remarks>Key id 12, secret 43 (256 bits) and checksum 6 characters of base 62, so that a double click selects it
/// whole and secret
/// scanners recognise it (github.blog 2021-04-05, "Behind GitHub's new authentication token formats"). A wrong checksum
/// is refused
/// before any look-up.</remarks>
public sealed record ApiKeyText(string KeyId, string Secret)
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int KeyIdLength = 12;
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;
    private const int Longest = 100;

    /// <summary>What every key begins with.</summary>
    public const string Prefix = "itsm_";

    /// <summary>The hash that is kept instead of the secret. A secret of 256 random bits needs no slow hash.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)));

    /// <summary>The key id made from 16 bytes, and the secret made from 32.</summary>
    public static ApiKeyText Of(ReadOnlySpan<byte> id, ReadOnlySpan<byte> secret) => new(Base62(id, KeyIdLength), Base62(secret, SecretLength));

    /// <summary>The whole text for an environment such as <c>live</c> or <c>local</c>.</summary>
    public string Write(string environment)
    {
        var body = $"{Prefix}{environment}_{KeyId}_{Secret}";
        return body + Checksum(body);
    }

    /// <summary>Reads a key; null when shape or checksum is wrong, or when it is of another environment.</summary>
    public static ApiKeyText? Read(string text, string environment)
    {
        if (text.Length > Longest || !text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var parts = text.Split('_');
        if (parts.Length != 4 || parts[1] != environment) return null;
        if (parts[2].Length != KeyIdLength || parts[3].Length != SecretLength + ChecksumLength) return null;
        return Checksum(text[..^ChecksumLength]) == text[^ChecksumLength..] ? new(parts[2], parts[3][..SecretLength]) : null;
    }

    /// <summary>Whether a secret is one of those that hashes were kept of; takes the same time either way.</summary>
    public bool Matches(string hash, string other)
    {
        var own = Encoding.ASCII.GetBytes(Hash);
        var (first, second) = (Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));
        return CryptographicOperations.FixedTimeEquals(own, first) | CryptographicOperations.FixedTimeEquals(own, second);
    }

    private static string Checksum(string body) => Base62(Crc32.Hash(Encoding.ASCII.GetBytes(body)), ChecksumLength);

    private static string Base62(ReadOnlySpan<byte> bytes, int length)
    {
        var (rest, text) = (new BigInteger(bytes, isUnsigned: true, isBigEndian: true), new char[length]);
        for (var index = length - 1; index >= 0; index--)
        {
            rest = BigInteger.DivRem(rest, Alphabet.Length, out var digit);
            text[index] = Alphabet[(int)digit];
        }
        return new(text);
    }
}
