using System.Security.Cryptography;
using System.Text;

namespace ItsmServerless.Kernel.Ids;

/// <summary>Turns any text into something a table key may hold.</summary>
/// <remarks>Keys may not hold <c>/ \ # ?</c> and control characters, and stay under 200 characters here
/// (learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model).</remarks>
public static class KeyText
{
    private const int LongestEscaped = 150;

    /// <summary>One text, one key: letters, digits, <c>. @ -</c> stay, all else becomes <c>=XX</c> of its UTF-8 bytes;
    /// long text becomes its hash.</summary>
    public static string Escape(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text)) AppendOctet(key, octet);
        return key.Length <= LongestEscaped ? key.ToString() : "=h" + Hash(text);
    }

    /// <summary>The first 128 bits of the text's SHA-256 in lower-case hex: 32 characters.</summary>
    public static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static void AppendOctet(StringBuilder key, byte octet)
    {
        var plain = char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'.' or (byte)'@' or (byte)'-';
        if (plain) key.Append((char)octet);
        else key.Append('=').Append(octet.ToString("X2"));
    }
}
