using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants;

/// <summary>An admin ends a credential. Doing it again changes nothing.</summary>
public static class RevokeApiKey
{
    /// <summary>Revoked for good.</summary>
    public static Decision<ApiKeyEvent> Decide(ApiKey? state) => state switch
    {
        null => Problem.NotFound("such API key"),
        { RevokedAt: not null } => Decision<ApiKeyEvent>.Nothing,
        _ => new ApiKeyRevoked(),
    };
}
