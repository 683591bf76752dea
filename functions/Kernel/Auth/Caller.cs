using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Who sends the request, as the credential says.</summary>
/// <param name="KeyId">The credential's id, for logs; never the secret.</param>
/// <param name="Person">The person the credential stands for; null for a machine.</param>
public sealed record Caller(TenantId Tenant, Role Role, string KeyId, EmailAddress? Person)
{
    /// <summary>How the timeline names the caller.</summary>
    public Actor Actor => Role == Role.Operator ? Actor.Operator : Person is { } person ? Actor.Person(person) : Actor.ApiKey(KeyId);

    /// <summary>Whether the caller works for the desk, as opposed to asking it.</summary>
    public bool IsAgent => Role is Role.Admin or Role.Manager or Role.Agent;
}
