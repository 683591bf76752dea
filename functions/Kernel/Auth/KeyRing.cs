using System.Collections.Frozen;

namespace ItsmServerless.Kernel.Auth;

/// <summary>The installation's secret keys, by id. The first signs and seals; the others still verify and open, so that
/// keys rotate with overlap.</summary>
/// <remarks>Setting <c>Signing:Keys</c>: <c>k2:base64,k1:base64</c>, each 32 bytes.</remarks>
public sealed class KeyRing
{
    private const int KeyBytes = 32;
    private readonly FrozenDictionary<string, byte[]> keys;

    private KeyRing(IReadOnlyList<KeyValuePair<string, byte[]>> all) =>
        (keys, ActiveId) = (all.ToFrozenDictionary(), all[0].Key);

    /// <summary>The id of the key that signs.</summary>
    public string ActiveId { get; }

    /// <summary>The ids of all keys held, in no order.</summary>
    public IReadOnlyList<string> Ids => keys.Keys;

    /// <summary>The key of an id; null when there is none.</summary>
    public byte[]? Find(string id) => keys.GetValueOrDefault(id);

    /// <summary>Reads the setting.</summary>
    /// <exception cref="FormatException">The text is not <c>id:base64</c> of 32 bytes each, separated by
    /// commas.</exception>
    public static KeyRing Parse(string text) => new([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseKey)]);

    private static KeyValuePair<string, byte[]> ParseKey(string entry)
    {
        var parts = entry.Split(':', 2);
        if (parts.Length != 2 || parts[0].Length is < 1 or > 8 || !parts[0].All(char.IsAsciiLetterOrDigit)) throw new FormatException("A signing key is id:base64.");
        var key = Convert.FromBase64String(parts[1]);
        return key.Length == KeyBytes ? new(parts[0], key) : throw new FormatException($"Signing key {parts[0]} has {key.Length} bytes; {KeyBytes} are needed.");
    }
}
