using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>A credential of a tenant. Its secret is not kept: it is derived when it is made, and only its hash is
/// stored.</summary>
/// <param name="FormerHash">Of the secret that was rotated away, which works until
/// <paramref name="FormerUntil"/>.</param>
/// <param name="AllowedNetworks">Where it may be used from; null for anywhere.</param>
public sealed record ApiKey(
    RecordId Id, string Name, Role Role, EmailAddress? Person, Instant CreatedAt, Instant? ExpiresAt, Instant? RevokedAt,
    string KeyId, [property: Secret] string Hash, string SigningKey, TenantId Tenant,
    [property: Secret] string? FormerHash = null,
    Instant? FormerUntil = null, IReadOnlyList<string>? AllowedNetworks = null) : IRecord<ApiKey, ApiKeyEvent>
{
    /// <summary>The groups whose records it is limited to, by key; null for no limit.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>The prefix of key records.</summary>
    public const string Prefix = "key";

    /// <summary>The partition of the list rows.</summary>
    public const string ListPartition = "api-key";

    /// <inheritdoc/>
    public static string Practice => "api_key";

    /// <inheritdoc/>
    public static ApiKey Apply(ApiKey? state, Recorded<ApiKeyEvent> recorded) => recorded.Event switch
    {
        ApiKeyCreated e => new(
            recorded.Record, e.Name, e.Role, e.Person, recorded.At, e.ExpiresAt, null, e.KeyId, e.Hash, e.SigningKey,
            e.Tenant, AllowedNetworks: e.AllowedNetworks)
        { Groups = e.Groups },
        ApiKeyEdited e => state! with { Name = e.Name, AllowedNetworks = e.AllowedNetworks },
        ApiKeyRotated e => state! with
        {
            Hash = e.Hash,
            SigningKey = e.SigningKey,
            FormerHash = e.FormerUntil is null ? null : state.Hash,
            FormerUntil = e.FormerUntil,
        },
        ApiKeyRevoked => state! with { RevokedAt = recorded.At },
        _ => state!,
    };

    /// <summary>The directory row goes with the revocation; the list row stays.</summary>
    public static IEnumerable<ListRow> Rows(ApiKey state)
    {
        yield return new(TableNames.Settings, ListPartition, state.Id.Value, SettingsRow.Of(ApiKeyView.Of(state)));
        if (state.RevokedAt is null) yield return new(TableNames.Keys, state.KeyId, "key", DirectoryColumns(state)) { Shared = true };
    }

    private static Dictionary<string, object> DirectoryColumns(ApiKey state)
    {
        var columns = new Dictionary<string, object> { ["Tenant"] = state.Tenant.Value, ["Role"] = state.Role.ToText(), ["Hash"] = state.Hash };
        if (state.ExpiresAt is { } expires) columns["ExpiresAt"] = expires.ToDateTimeOffset();
        if (state.Person is { } person) columns["Person"] = person.Value;
        if (state.Groups is { } groups) columns["Groups"] = string.Join(' ', groups);
        if (state.FormerHash is { } former) columns["FormerHash"] = former;
        if (state.FormerUntil is { } until) columns["FormerUntil"] = until.ToDateTimeOffset();
        if (state.AllowedNetworks is { Count: > 0 } networks) columns["Networks"] = string.Join(',', networks);
        return columns;
    }
}

/// <summary>A key as it is listed.</summary>
/// <param name="Groups">The groups whose records it is limited to; null for no limit.</param>
/// <param name="KeyId">The part of the key that logs and timelines name.</param>
/// <param name="FormerSecretUntil">Until when the secret works that was rotated away; null for none.</param>
/// <param name="LastUsedOn">The day (UTC) of its last use; null for none yet. A use shows within a minute or
/// two.</param>
public sealed record ApiKeyView(
    RecordId Id, string Name, Role Role, EmailAddress? Person, Instant CreatedAt, Instant? ExpiresAt,
    Instant? RevokedAt, IReadOnlyList<string>? Groups = null, string? KeyId = null, IReadOnlyList<string>? AllowedNetworks = null,
    Instant? FormerSecretUntil = null, LocalDate? LastUsedOn = null)
{
    /// <summary>Without what only the directory needs.</summary>
    public static ApiKeyView Of(ApiKey key) => new(
        key.Id, key.Name, key.Role, key.Person, key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.Groups,
        key.KeyId, key.AllowedNetworks, key.FormerUntil);

    /// <summary>With the day of its last use.</summary>
    internal ApiKeyView UsedOn(IReadOnlyDictionary<string, LocalDate> days) =>
        KeyId is { } id && days.TryGetValue(id, out var day) ? this with { LastUsedOn = day } : this;
}

/// <summary>A key right after it was made or rotated, with its secret.</summary>
/// <param name="Secret">The credential itself; it cannot be read again.</param>
/// <param name="Groups">The groups whose records it is limited to; null for no limit.</param>
public sealed record CreatedKeyView(
    RecordId Id, string Secret, string Name, Role Role, EmailAddress? Person, Instant CreatedAt, Instant? ExpiresAt,
    IReadOnlyList<string>? Groups, string KeyId, IReadOnlyList<string>? AllowedNetworks, Instant? FormerSecretUntil)
{
    /// <summary>The key with its secret.</summary>
    public static CreatedKeyView Of(MadeKey made) => new(
        made.Key.Id, made.Secret, made.Key.Name, made.Key.Role, made.Key.Person, made.Key.CreatedAt,
        made.Key.ExpiresAt, made.Key.Groups, made.Key.KeyId, made.Key.AllowedNetworks, made.Key.FormerUntil);
}

/// <summary>What happens to a key.</summary>
public abstract record ApiKeyEvent;

/// <summary>The key works from here on.</summary>
/// <param name="SigningKey">The installation key that the secret is derived with.</param>
/// <param name="Groups">The groups whose records it is limited to; null for no limit.</param>
[EventType("api_key.created")]
public sealed record ApiKeyCreated(
    string Name, Role Role, EmailAddress? Person, Instant? ExpiresAt, string KeyId, [property: Secret] string Hash,
    string SigningKey, TenantId Tenant, IReadOnlyList<string>? Groups = null,
    IReadOnlyList<string>? AllowedNetworks = null) : ApiKeyEvent;

/// <summary>What it is called and where it may be used from, as it is from here on.</summary>
[EventType("api_key.edited")]
public sealed record ApiKeyEdited(string Name, IReadOnlyList<string>? AllowedNetworks) : ApiKeyEvent;

/// <summary>It has another secret from here on.</summary>
/// <param name="SigningKey">The installation key that the secret is derived with.</param>
/// <param name="FormerUntil">Until when the secret before works as well; null when it does not.</param>
[EventType("api_key.rotated")]
public sealed record ApiKeyRotated([property: Secret] string Hash, string SigningKey, Instant? FormerUntil) : ApiKeyEvent;

/// <summary>The key works no more.</summary>
[EventType("api_key.revoked")]
public sealed record ApiKeyRevoked : ApiKeyEvent;
