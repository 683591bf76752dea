using System.Collections.Concurrent;
using System.Collections.Immutable;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Kernel.Auth;

/// <summary>What the directory knows of a key.</summary>
public sealed record KeyEntry(TenantId Tenant, Role Role, string Hash, Instant? ExpiresAt, EmailAddress? Person)
{
    /// <summary>The groups it is limited to; null for no limit.</summary>
    public ImmutableSortedSet<string>? Groups { get; init; }

    /// <summary>Who comes with the key.</summary>
    internal Caller CallerBy(string keyId) => new(Tenant, Role, keyId, Person) { Groups = Groups };
}

/// <summary>Finds API keys by id, remembering them for half a minute, so that a request costs no storage call and a
/// revocation is felt within a minute.</summary>
public sealed class KeyDirectory(Tables tables, Clock clock, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, (KeyEntry? Entry, long ReadAt)> known = new();

    /// <summary>The caller that a key stands for; null when the key is unknown, wrong, expired or revoked.</summary>
    /// <remarks>An unknown id takes the same work as a known one with a wrong secret.</remarks>
    public async Task<Caller?> Find(ApiKeyText key, CancellationToken cancel)
    {
        var entry = await Entry(key.KeyId, cancel);
        var matches = key.Matches(entry?.Hash ?? new string('0', 64));
        return matches && entry is not null && !(entry.ExpiresAt <= clock.Now) ? entry.CallerBy(key.KeyId) : null;
    }

    /// <summary>Forgets what is remembered of a key; the next request reads it again.</summary>
    public void Forget(string keyId) => known.TryRemove(keyId, out _);

    /// <summary>The role of a tenant's key; null when it is none, or no more.</summary>
    public async Task<Role?> RoleOf(TenantId tenant, string keyId, CancellationToken cancel) =>
        await Entry(keyId, cancel) is { } entry && entry.Tenant == tenant ? entry.Role : null;

    /// <summary>Who comes with a tenant's key as it is now; null when it is none, expired or revoked.</summary>
    public async Task<Caller?> CallerOf(TenantId tenant, string keyId, CancellationToken cancel) =>
        await Entry(keyId, cancel) is { } entry && entry.Tenant == tenant && !(entry.ExpiresAt <= clock.Now)
            ? entry.CallerBy(keyId)
            : null;

    private async Task<KeyEntry?> Entry(string keyId, CancellationToken cancel)
    {
        if (known.TryGetValue(keyId, out var found) && time.GetElapsedTime(found.ReadAt) < Remembered) return found.Entry;
        if (known.Count > MostRemembered) known.Clear();
        var row = await tables.Shared(TableNames.Keys).GetEntityIfExistsAsync<TableEntity>(keyId, "key", cancellationToken: cancel);
        var entry = row.HasValue ? Read(row.Value!) : null;
        known[keyId] = (entry, time.GetTimestamp());
        return entry;
    }

    private static KeyEntry Read(TableEntity row) => new(
        TenantId.From(row.GetString("Tenant")), RoleText.Parse(row.GetString("Role")), row.GetString("Hash"),
        row.GetDateTimeOffset("ExpiresAt") is { } expires ? Instant.FromDateTimeOffset(expires) : null,
        row.GetString("Person") is { } person ? EmailAddress.From(person) : null)
    {
        Groups = row.GetString("Groups")?.Split(' ').ToImmutableSortedSet(StringComparer.Ordinal),
    };
}
