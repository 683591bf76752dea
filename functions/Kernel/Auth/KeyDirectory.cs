using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
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

    /// <summary>Whether there is no such key: the entry is there so that looking at it is the same work.</summary>
    internal bool IsNobody { get; init; }

    /// <summary>The hash of the secret that was rotated away; null for none.</summary>
    public string? FormerHash { get; init; }

    /// <summary>Until when that secret works.</summary>
    public Instant? FormerUntil { get; init; }

    /// <summary>Where the key may be used from; empty for anywhere.</summary>
    public ImmutableArray<IPNetwork> Networks { get; init; } = [];

    /// <summary>The hash of the secret that was rotated away, while it works.</summary>
    internal string? FormerAt(Instant now) => FormerUntil > now ? FormerHash : null;
}

/// <summary>Finds API keys by id, remembering them for half a minute, so that a request costs no storage call and a
/// revocation is felt within a minute.</summary>
public sealed class KeyDirectory(Tables tables, Clock clock, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private static readonly string NoHash = new('0', 64);
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, (KeyEntry Entry, long ReadAt)> known = new();

    /// <summary>The entry of a key; null when the key is unknown, wrong, expired or revoked.</summary>
    /// <remarks>An unknown id takes the same work as a known one with a wrong secret: one look-up, remembered alike,
    /// and the same comparisons.</remarks>
    public async Task<KeyEntry?> Find(ApiKeyText key, CancellationToken cancel)
    {
        var (entry, now) = (await Remember(key.KeyId, cancel), clock.Now);
        var matches = key.Matches(entry.Hash, entry.FormerAt(now) ?? NoHash);
        return matches & !entry.IsNobody & !(entry.ExpiresAt <= now) ? entry : null;
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

    private async Task<KeyEntry?> Entry(string keyId, CancellationToken cancel) =>
        await Remember(keyId, cancel) is { IsNobody: false } entry ? entry : null;

    /// <summary>What is remembered of an id, or is from here on. An unknown one gets an entry like any other, of nobody,
    /// so that all that follows is the same work.</summary>
    private async Task<KeyEntry> Remember(string keyId, CancellationToken cancel)
    {
        if (known.TryGetValue(keyId, out var found) && time.GetElapsedTime(found.ReadAt) < Remembered) return found.Entry;
        var readAt = time.GetTimestamp();
        var row = await tables.Shared(TableNames.Keys).GetEntityIfExistsAsync<TableEntity>(keyId, "key", cancellationToken: cancel);
        var entry = row.HasValue ? Read(row.Value!) : Unknown();
        if (known.Count > MostRemembered) known.Clear();
        known[keyId] = (entry, readAt);
        return entry;
    }

    private static KeyEntry Unknown() =>
        new(TenantId.Operator, Role.Requester, new string('0', NoHash.Length), null, null) { IsNobody = true };

    private static KeyEntry Read(TableEntity row) => new(
        TenantId.From(row.GetString("Tenant")), RoleText.Parse(row.GetString("Role")), row.GetString("Hash"),
        At(row, "ExpiresAt"), row.GetString("Person") is { } person ? EmailAddress.From(person) : null)
    {
        FormerHash = row.GetString("FormerHash"),
        FormerUntil = At(row, "FormerUntil"),
        Groups = row.GetString("Groups")?.Split(' ').ToImmutableSortedSet(StringComparer.Ordinal),
        Networks = [.. (row.GetString("Networks")?.Split(',') ?? []).Select(IPNetwork.Parse)],
    };

    private static Instant? At(TableEntity row, string column) =>
        row.GetDateTimeOffset(column) is { } at ? Instant.FromDateTimeOffset(at) : null;
}
