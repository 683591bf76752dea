using ItsmServerless.Kernel.Http;
using ItsmServerless.Local.Hosting;

namespace ItsmServerless.Local.Desk.Time;

/// <summary>The host's clock, and how it is advanced.</summary>
internal sealed class DeskClock(LocalEnvironment environment)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>What it shows.</summary>
    /// <param name="Now">By the host's clock.</param>
    /// <param name="Manual">Whether it can be advanced.</param>
    /// <param name="NextDue">When the next timer fires; unknown for the system's clock.</param>
    public sealed record Reading(DateTimeOffset Now, bool Manual, DateTimeOffset? NextDue);

    /// <summary>The body of an advance.</summary>
    /// <param name="By">ISO 8601.</param>
    public sealed record Advance(string? By);

    /// <summary>Reads it.</summary>
    public Reading Read() =>
        new(environment.Time.GetUtcNow(), environment.ManualClock is not null, environment.ManualClock?.NextDue);

    /// <summary>Advances it; answers when all that became due has run.</summary>
    public async Task<IResult> AdvanceAsync(Advance advance, CancellationToken cancellationToken)
    {
        if (environment.ManualClock is not { } clock)
        {
            return DeskProblem.Of(
                StatusCodes.Status409Conflict, "clock_not_manual",
                "The host follows the system's clock; start it with --clock manual.");
        }
        if (advance.By is not { } text || !IsoDurationConverter.TryParse(text, out var by)
            || by.ToTimeSpan() < TimeSpan.Zero || by.ToTimeSpan() > Longest)
        {
            return DeskProblem.Of(
                StatusCodes.Status422UnprocessableEntity, "validation_failed",
                "\"by\" is an ISO 8601 duration such as PT4H, of ten years or less.");
        }
        await clock.AdvanceAsync(by.ToTimeSpan(), environment.Quiescence, cancellationToken);
        return Results.Json(Read(), DeskEndpoints.Json);
    }
}
