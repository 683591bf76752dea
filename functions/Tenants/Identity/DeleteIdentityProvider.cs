using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants.Identity;

/// <summary>An admin trusts an issuer no more.</summary>
public static class DeleteIdentityProvider
{
    /// <summary>Its tokens are refused from here on; others may take them.</summary>
    public static Decision<IdentityProviderEvent> Decide(IdentityProvider? provider) =>
        provider is null ? Problem.NotFound("such identity provider") : new IdentityProviderDeleted();
}
