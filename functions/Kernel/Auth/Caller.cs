using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Who sends the request, as the credential says.</summary>
/// <param name="KeyId">The credential's id, for logs; never the secret. Of a token its provider and subject.</param>
/// <param name="Person">The person the credential stands for; null for a machine.</param>
public sealed record Caller(TenantId Tenant, Role Role, string KeyId, EmailAddress? Person)
{
    /// <summary>The keys of the groups whose records the caller is limited to; null for no limit.</summary>
    public ImmutableSortedSet<string>? Groups { get; init; }

    /// <summary>Whether the credential is an access token of an issuer that the tenant trusts.</summary>
    public bool IsToken { get; init; }

    /// <summary>The issuer of the token; null for other credentials.</summary>
    public string? Issuer { get; init; }

    /// <summary>When the token ends; null for other credentials.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>How the timeline names the caller.</summary>
    public Actor Actor
    {
        get
        {
            if (Role == Role.Operator) return Actor.Operator;
            if (Person is { } person) return Actor.Person(person);
            return IsToken ? Actor.Token(KeyId) : Actor.ApiKey(KeyId);
        }
    }

    /// <summary>Whether the caller works for the desk, as opposed to asking it.</summary>
    public bool IsAgent => Role is Role.Admin or Role.Manager or Role.Agent;

    /// <summary>Whether the caller may know of, and give work to, a group. What no group is responsible for is nobody's
    /// but of who is not limited.</summary>
    public bool Reaches(string? group) => Groups is null || (group is not null && Groups.Contains(group));

    /// <summary>The refusal of what would leave the caller's groups.</summary>
    public Problem OutsideGroups(string what) =>
        new(ProblemCode.OutsideGroups, $"The credential is limited to {string.Join(", ", Groups ?? [])}; {what}.");
}
