using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>An admin wants a new secret for a key; the one before works on for a while, so that nothing stops.</summary>
/// <param name="Overlap">How long the one before works on: up to seven days, a day when not given; <c>PT0S</c> ends it
/// at once, as after a leak.</param>
public sealed record RotateApiKey(Duration? Overlap) : IBody<RotateApiKey>
{
    private static readonly Duration Usual = Duration.FromDays(1);
    private static readonly Duration Longest = Duration.FromDays(7);

    /// <inheritdoc/>
    public static bool MayBeEmpty => true;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(RotateApiKey body) => Check.That(
        body.Overlap is null || (body.Overlap >= Duration.Zero && body.Overlap <= Longest),
        "/overlap", "range", "/overlap is not between PT0S and P7D.");

    /// <summary>At most two secrets work at a time. A rotation that nobody heard of is thus never followed by one that
    /// ends the secret still in use; without an overlap all others end.</summary>
    public static Decision<ApiKeyEvent> Decide(ApiKey? state, RotateApiKey body, Instant now, string hash, string signingKey)
    {
        if (state is null) return Problem.NotFound("such API key");
        if (state.RevokedAt is not null) return Problem.InvalidTransition("API key", "revoked", "rotated");
        if (state.ExpiresAt <= now) return Problem.InvalidTransition("API key", "expired", "rotated");
        var overlap = body.Overlap ?? Usual;
        if (overlap == Duration.Zero) return new ApiKeyRotated(hash, signingKey, null);
        return state.FormerUntil > now
            ? new Problem(ProblemCode.TwoSecrets, $"The key has two secrets until {state.FormerUntil}; overlap PT0S ends both.")
            : new ApiKeyRotated(hash, signingKey, now + overlap);
    }
}
