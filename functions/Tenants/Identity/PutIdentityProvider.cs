using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants.Identity;

/// <summary>An admin trusts an issuer of access tokens, or changes how far.</summary>
/// <param name="Issuer">As tokens write it in <c>iss</c>, to the letter; its discovery document lies below it.</param>
/// <param name="Audience">What tokens for this product have in <c>aud</c>.</param>
/// <param name="TenantClaim">Where other customers have the same issuer: the claim that tells them apart.</param>
/// <param name="TenantValue">What that claim is for this tenant.</param>
/// <param name="RolesClaim">The claim that roles stand in; <c>roles</c> when not given.</param>
/// <param name="Roles">Values of that claim, and the role that each stands for; of several the first of admin, manager,
/// agent, auditor, requester, integration counts. A token with none of them is refused.</param>
/// <param name="Person">Which claim names the person: <c>verified_email</c> (default), <c>email</c>,
/// <c>preferred_username</c> or <c>none</c>.</param>
public sealed record PutIdentityProvider(
    string? Issuer, string? Audience, string? TenantClaim, string? TenantValue, string? RolesClaim,
    IReadOnlyDictionary<string, string>? Roles, PersonSource? Person) : IBody<PutIdentityProvider>
{
    private const string UsualRolesClaim = "roles";
    private const int LongestUrl = 512;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutIdentityProvider body) =>
    [
        .. Check.Text("/issuer", body.Issuer, 1, LongestUrl),
        .. Check.Text("/audience", body.Audience, 1, 256),
        .. body.TenantClaim is null ? [] : Check.Text("/tenantClaim", body.TenantClaim, 1, 128),
        .. body.TenantValue is null ? [] : Check.Text("/tenantValue", body.TenantValue, 1, 256),
        .. Check.That(
            body.TenantClaim is null == body.TenantValue is null, "/tenantValue", "both",
            "/tenantClaim and /tenantValue are given together."),
        .. body.RolesClaim is null ? [] : Check.Text("/rolesClaim", body.RolesClaim, 1, 128),
        .. Check.Present("/roles", body.Roles),
        .. Check.Count("/roles", body.Roles, 1, 50),
        .. (body.Roles ?? new Dictionary<string, string>()).SelectMany(pair => Mapping(pair.Key, pair.Value)),
    ];

    /// <summary>The whole provider is replaced; its tokens were claimed before.</summary>
    public static Decision<IdentityProviderEvent> Decide(string key, IssuerEntry entry) =>
        new IdentityProviderPut(key, entry);

    /// <summary>What requests are judged by.</summary>
    internal IssuerEntry Entry(TenantId tenant, string key) => new(
        tenant, key, Issuer!, Audience!, TenantClaim, TenantValue, RolesClaim ?? UsualRolesClaim,
        Roles!.ToDictionary(pair => pair.Key, pair => RoleText.Parse(pair.Value), StringComparer.Ordinal),
        Person ?? PersonSource.VerifiedEmail);

    private static IEnumerable<FieldError> Mapping(string value, string role) =>
    [
        .. Check.That(value.Length is >= 1 and <= 128, "/roles", "length", "/roles has a name that is not 1 to 128 characters long."),
        .. Check.Present("/roles", role),
        .. Check.OneOf("/roles", role, [.. RoleText.OfTenants]),
    ];
}
