using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants.Identity;

/// <summary>An issuer of access tokens that a tenant trusts: Entra ID, or any other with discovery.</summary>
/// <param name="Entry">What requests with its tokens are judged by.</param>
/// <param name="IsDeleted">There is none any more, until it is put again.</param>
public sealed record IdentityProvider(string Key, IssuerEntry Entry, bool IsDeleted, int Version)
    : IRecord<IdentityProvider, IdentityProviderEvent>
{
    /// <summary>The prefix of providers' ids.</summary>
    public const string Prefix = "idp";

    /// <summary>The practice, and the partition of the list rows; the row is the key.</summary>
    public const string Kind = "identity_provider";

    /// <inheritdoc/>
    public static string Practice => Kind;

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <inheritdoc/>
    static bool IRecord<IdentityProvider, IdentityProviderEvent>.IsDeleted(IdentityProvider state) => state.IsDeleted;

    /// <inheritdoc/>
    public static IdentityProvider Apply(IdentityProvider? state, Recorded<IdentityProviderEvent> recorded) =>
        recorded.Event switch
        {
            IdentityProviderPut e => new(e.Key, e.Entry, IsDeleted: false, recorded.Sequence),
            IdentityProviderDeleted => state! with { IsDeleted = true, Version = recorded.Sequence },
            _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
        };

    /// <summary>The row of the list, and the shared one that tokens are found by.</summary>
    public static IEnumerable<ListRow> Rows(IdentityProvider state) => state.IsDeleted
        ? []
        : [new(TableNames.Settings, Kind, state.Key, SettingsRow.Of(state)), state.Entry.Row()];
}

/// <summary>What happens to a provider.</summary>
public abstract record IdentityProviderEvent;

/// <summary>The whole provider as it is from here on.</summary>
[EventType("identity_provider.put")]
public sealed record IdentityProviderPut(string Key, IssuerEntry Entry) : IdentityProviderEvent;

/// <summary>Its tokens are taken no more.</summary>
[EventType("identity_provider.deleted")]
public sealed record IdentityProviderDeleted : IdentityProviderEvent;

/// <summary>A provider as callers see it.</summary>
public sealed record IdentityProviderView(
    string Key, string Issuer, string Audience, string? TenantClaim, string? TenantValue, string RolesClaim,
    IReadOnlyDictionary<string, string> Roles, PersonSource Person, int Version)
{
    /// <summary>The view of a record.</summary>
    public static IdentityProviderView Of(IdentityProvider provider) => new(
        provider.Key, provider.Entry.Issuer, provider.Entry.Audience, provider.Entry.Claim, provider.Entry.Value,
        provider.Entry.RolesClaim, provider.Entry.Roles.ToDictionary(pair => pair.Key, pair => pair.Value.ToText()),
        provider.Entry.Person, provider.Version);
}
