using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>The newest version of an agreement, and of its calendar, is to apply to what was reported from an instant
/// on.</summary>
/// <param name="DryRun">Whether only the difference is wanted; missing means that it is done.</param>
public sealed record StartRecalculation(Instant? From, bool? DryRun = null) : IBody<StartRecalculation>
{
    private const int RetryAfterSeconds = 30;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(StartRecalculation body) =>
    [
        .. Check.Present("/from", body.From),
        .. Check.That(
            !(body.From < Times.Earliest) && !(body.From >= Times.Latest), "/from", "range",
            "/from is a time from the year 2000 to 2099."),
    ];

    /// <summary>One at a time: refused while another of the agreement is running, and when its number is
    /// taken.</summary>
    /// <param name="existing">What has this number already; null when nothing has.</param>
    public static Decision<RecalculationEvent> Decide(
        Recalculation? existing, StartRecalculation body, RecalculationStarted start, Instant now)
    {
        if (existing is { State: RecalculationState.Running }) return Running(existing.Id);
        if (existing is not null) return new Problem(ProblemCode.AlreadyExists, $"There is {existing.Id} already.");
        return body.From > now
            ? Problem.Validation(new FieldError("/from", "future", "/from is in the future."))
            : start;
    }

    /// <summary>The refusal while another one is running.</summary>
    public static Problem Running(RecordId id) =>
        new(ProblemCode.InProgress, $"Recalculation {id} of this agreement is still running.")
        {
            RetryAfterSeconds = RetryAfterSeconds,
        };
}
