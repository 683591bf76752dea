using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>A credential of a tenant. Its secret is not kept: it is derived when it is made, and only its hash is
/// stored.</summary>
public sealed record ApiKey(
    RecordId Id, string Name, Role Role, EmailAddress? Person, Instant CreatedAt, Instant? ExpiresAt, Instant? RevokedAt,
    string KeyId, [property: Secret] string Hash, string SigningKey, TenantId Tenant) : IRecord<ApiKey, ApiKeyEvent>
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
        ApiKeyCreated e => new(recorded.Record, e.Name, e.Role, e.Person, recorded.At, e.ExpiresAt, null, e.KeyId, e.Hash, e.SigningKey, e.Tenant) { Groups = e.Groups },
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
        return columns;
    }
}

/// <summary>A key as it is listed.</summary>
/// <param name="Groups">The groups whose records it is limited to; null for no limit.</param>
public sealed record ApiKeyView(
    RecordId Id, string Name, Role Role, EmailAddress? Person, Instant CreatedAt, Instant? ExpiresAt, Instant? RevokedAt,
    IReadOnlyList<string>? Groups = null)
{
    /// <summary>Without what only the directory needs.</summary>
    public static ApiKeyView Of(ApiKey key) => new(key.Id, key.Name, key.Role, key.Person, key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.Groups);
}

/// <summary>A key right after it was made, with its secret.</summary>
/// <param name="Groups">The groups whose records it is limited to; null for no limit.</param>
public sealed record CreatedKeyView(
    RecordId Id, string Secret, string Name, Role Role, EmailAddress? Person, Instant CreatedAt, Instant? ExpiresAt,
    IReadOnlyList<string>? Groups = null);

/// <summary>What happens to a key.</summary>
public abstract record ApiKeyEvent;

/// <summary>The key works from here on.</summary>
/// <param name="SigningKey">The installation key that the secret is derived with.</param>
/// <param name="Groups">The groups whose records it is limited to; null for no limit.</param>
[EventType("api_key.created")]
public sealed record ApiKeyCreated(
    string Name, Role Role, EmailAddress? Person, Instant? ExpiresAt, string KeyId, [property: Secret] string Hash,
    string SigningKey, TenantId Tenant, IReadOnlyList<string>? Groups = null) : ApiKeyEvent;

/// <summary>The key works no more.</summary>
[EventType("api_key.revoked")]
public sealed record ApiKeyRevoked : ApiKeyEvent;
