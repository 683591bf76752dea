using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Which claim of a token names a person.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PersonSource>))]
public enum PersonSource
{
    /// <summary><c>email</c>, when <c>email_verified</c> says that the issuer has checked it.</summary>
    [JsonStringEnumMemberName("verified_email")] VerifiedEmail,
    /// <summary><c>email</c>: the tenant trusts the issuer to give nobody another's.</summary>
    [JsonStringEnumMemberName("email")] Email,
    /// <summary><c>preferred_username</c>: the same for the sign-in names of Entra ID.</summary>
    [JsonStringEnumMemberName("preferred_username")] PreferredUsername,
    /// <summary>None: tokens are machines'.</summary>
    [JsonStringEnumMemberName("none")] None,
}

/// <summary>What the directory knows of an issuer that a tenant trusts: whose tokens these are, and what they may
/// do.</summary>
/// <param name="Provider">The key that the tenant gave it.</param>
/// <param name="Claim">The claim that tells the tenant's tokens from those of others; null when all are the
/// tenant's.</param>
/// <param name="Roles">Values of the claim of roles, and what each stands for.</param>
public sealed record IssuerEntry(
    TenantId Tenant, string Provider, string Issuer, string Audience, string? Claim, string? Value, string RolesClaim,
    IReadOnlyDictionary<string, Role> Roles, PersonSource Person)
{
    /// <summary>The row of who takes all tokens of an issuer.</summary>
    public const string All = "all";

    /// <summary>The partition of an issuer's rows.</summary>
    public static string PartitionOf(string issuer) => KeyText.Hash(issuer);

    /// <summary>Two that have the same row want the same tokens.</summary>
    public string RowKey() => Claim is null ? All : KeyText.Hash($"{Claim}\n{Value}");

    /// <summary>The shared row.</summary>
    public ListRow Row() => new(TableNames.Issuers, PartitionOf(Issuer), RowKey(), new Dictionary<string, object>(SettingsRow.Of(this))
    {
        ["Tenant"] = Tenant.Value,
        ["Provider"] = Provider,
    })
    { Shared = true };
}
