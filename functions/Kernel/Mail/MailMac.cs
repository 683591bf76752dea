using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Mail;

/// <summary>What makes a name in a mail unforgeable: 128 bits of HMAC-SHA-256 in 26 letters and digits.</summary>
/// <remarks>Lower case throughout, because servers on the way may change the case of a local part.</remarks>
internal static class MailMac
{
    public const int Length = 26;

    /// <summary>The code for a text, by the key that is active now.</summary>
    public static string Of(Signer signer, string purpose, string text) => Of(signer, purpose, signer.ActiveKey, text);

    /// <summary>Whether the code was made for the text by any key still held.</summary>
    public static bool Fits(Signer signer, string purpose, string text, string code) =>
        signer.Keys.Any(key => Same(Of(signer, purpose, key, text), code));

    /// <summary>A record's id without its underscore, in lower case: <c>inc01jd…</c>.</summary>
    public static string NameOf(RecordId record) =>
        RecordId.TryParse(record.Prefix, record.Value, out _)
            ? record.Value.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant()
            : throw new ArgumentException($"{record} is no record that people write mails about.", nameof(record));

    /// <summary>The record of a name; null when it is none.</summary>
    public static RecordId? RecordOf(string name)
    {
        if (name.Length <= Length) return null;
        var prefix = name[..^Length];
        return RecordId.TryParse(prefix, $"{prefix}_{name[^Length..].ToUpperInvariant()}", out var id) ? id : null;
    }

    private static string Of(Signer signer, string purpose, string key, string text) =>
        new Ulid(signer.Derive(purpose, key, text).AsSpan(0, 16)).ToString().ToLowerInvariant();

    private static bool Same(string expected, string code) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(code));
}
