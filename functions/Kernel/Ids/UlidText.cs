using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace ItsmServerless.Kernel.Ids;

/// <summary>Makes ULIDs (github.com/ulid/spec): 48 bits of milliseconds and 80 bits of chance, 26 characters.</summary>
public static class UlidText
{
    /// <summary>Crockford's base 32 alphabet, upper case.</summary>
    public static readonly SearchValues<char> Alphabet = SearchValues.Create("0123456789ABCDEFGHJKMNPQRSTVWXYZ");

    /// <summary>A new id of the given kind; sorts by time of making.</summary>
    public static RecordId New(string prefix, Instant now) => new($"{prefix}_{Random(now)}");

    /// <summary>The id that a key always leads to, so that a repeated create meets its own first write.</summary>
    /// <remarks>The first 128 bits of SHA-256 over kind, tenant and key; it does not sort by time.</remarks>
    public static RecordId FromKey(string prefix, TenantId tenant, string key)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}\n{tenant}\n{key}"));
        return new($"{prefix}_{new Ulid(digest.AsSpan(0, 16))}");
    }

    private static Ulid Random(Instant now) =>
        Ulid.NewUlid(now.ToDateTimeOffset(), RandomNumberGenerator.GetBytes(10));
}
