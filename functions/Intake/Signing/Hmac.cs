using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Intake.Signing;

/// <summary>What the schemes with a shared key have in common.</summary>
internal static class Hmac
{
    /// <summary>HMAC-SHA-256 over the parts, one after the other.</summary>
    public static byte[] Of(ReadOnlySpan<byte> key, ReadOnlySpan<char> before, ReadOnlyMemory<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(before.ToString()));
        hash.AppendData(body.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>Whether hex digits are those bytes, in constant time.</summary>
    public static bool IsHex(string text, byte[] expected) => text.Length == 2 * expected.Length &&
        CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(text.ToLowerInvariant()),
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(expected)));

    /// <summary>The refusal of a time too far from ours, or that is none; null when it is near.</summary>
    public static Problem? Stale(string? seconds, Instant now) =>
        !long.TryParse(seconds, System.Globalization.NumberStyles.None, null, out var at) || at > 100_000_000_000
            ? new(ProblemCode.BadSignature, "The time of the signature is missing or no number of seconds.")
            : Near(Instant.FromUnixTimeSeconds(at), now)
                ? null
                : new(ProblemCode.Stale,
                    $"The message was signed more than {MessageProof.Tolerance.TotalMinutes} minutes from now.");

    public static Problem Bad(string header) =>
        new(ProblemCode.BadSignature, $"{header} is missing, or does not fit the body.");

    public static bool Near(Instant at, Instant now) => (at > now ? at - now : now - at) <= MessageProof.Tolerance;
}
