using System.Collections.Immutable;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Bulk;

/// <summary>Who asked for a bulk, with the rights they have when a command's turn comes.</summary>
/// <remarks>What a request of theirs would be refused for now ends the rest of a bulk: the tenant is suspended or
/// leaves, the key was revoked or has expired, the token has expired or its issuer is trusted no more, the person may
/// act no more. A token's role is the one it was sent with: nobody shows it again.</remarks>
public sealed class BulkCredentials(
    KeyDirectory keys, IssuerDirectory issuers, TenantStates tenants, PersonStates people, Clock clock)
{
    /// <summary>The caller, or <c>unauthenticated</c> / <c>tenant_suspended</c>. From memory, read again every half
    /// minute.</summary>
    public async Task<Outcome<Caller>> Of(TenantId tenant, BulkCaller asked, CancellationToken cancel)
    {
        if (await tenants.IsGone(tenant, cancel)) return Over("The tenant has left.");
        if (await tenants.IsSuspended(tenant, cancel))
            return new Problem(ProblemCode.TenantSuspended, "The tenant is suspended.");
        var found = asked.IsKey ? await ByKey(tenant, asked, cancel) : await ByToken(tenant, asked, cancel);
        if (found.IsRefused(out var gone, out var caller)) return gone;
        return caller.Person is { } person && await people.IsInactive(tenant, person, cancel)
            ? Over("The person who asked for this may act no more.")
            : caller;
    }

    private async Task<Outcome<Caller>> ByKey(TenantId tenant, BulkCaller asked, CancellationToken cancel) =>
        await keys.CallerOf(tenant, asked.KeyId, cancel) is { } caller
            ? caller
            : Over("The API key that asked for this is no longer valid.");

    private async Task<Outcome<Caller>> ByToken(TenantId tenant, BulkCaller asked, CancellationToken cancel)
    {
        if (asked.ExpiresAt <= clock.Now) return Over("The access token that asked for this has expired.");
        var trusting = asked.Issuer is { } issuer ? await issuers.Find(issuer, cancel) : null;
        if (trusting is not null && !trusting.Any(entry => IsOf(entry, tenant, asked)))
            return Over("The issuer of the access token that asked for this is no longer trusted.");
        return new Caller(tenant, asked.Role, asked.KeyId, asked.Person)
        {
            IsToken = true,
            Groups = asked.Groups?.ToImmutableSortedSet(StringComparer.Ordinal),
        };
    }

    private static bool IsOf(IssuerEntry entry, TenantId tenant, BulkCaller asked) =>
        entry.Tenant == tenant && asked.KeyId.StartsWith(entry.Provider + "/", StringComparison.Ordinal);

    private static Problem Over(string detail) => new(ProblemCode.Unauthenticated, detail);
}
