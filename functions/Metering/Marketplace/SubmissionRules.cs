using ItsmServerless.Kernel.Limits;
using NodaTime;

namespace ItsmServerless.Metering.Marketplace;

/// <summary>Which hours are told to the Marketplace, and what its answers mean. Pure.</summary>
/// <remarks>learn.microsoft.com/partner-center/marketplace-offers/marketplace-metering-service-apis.</remarks>
public static class SubmissionRules
{
    /// <summary>As many go into one call.</summary>
    public const int BatchSize = 25;

    /// <summary>So old the beginning of an hour may be for it to be taken.</summary>
    public static readonly Duration Window = Duration.FromHours(24);

    /// <summary>So long after its end an hour is told: units that come a little late are in it.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(15);

    /// <summary>So often what is refused is told by itself: after it an hour, two, four and eight later.</summary>
    public const int MostRefusals = 5;

    private const decimal Gibibyte = 1 << 30;
    private const int Decimals = 6;

    /// <summary>The first hour that is not told yet.</summary>
    public static Instant ClosedUntil(Instant now) => UsageRows.HourOf(now - Grace);

    /// <summary>A quantity as the offer bills it: units, and of storage GiB, which are GiB-hours over the hours.</summary>
    public static decimal QuantityOf(Usage usage) =>
        usage.Dimension == Dimensions.Storage ? decimal.Round(usage.Quantity / Gibibyte, Decimals) : usage.Quantity;

    /// <summary>The submission of an hour that nothing was told of; it is lost when the Marketplace no longer takes
    /// it.</summary>
    public static Submission Of(MeteredTenant tenant, MeteredSubscription subscription, string offerDimension, Usage usage, Instant now)
    {
        var submission = new Submission(
            tenant.Id, usage.At, usage.Dimension, subscription.ResourceId, subscription.PlanId, offerDimension, QuantityOf(usage),
            SubmissionState.Sending, now);
        return IsTooOld(submission, now) ? Lost(submission, "It was not told within 24 hours.", now) : submission;
    }

    /// <summary>The submission with what is counted now; null when that is no news.</summary>
    /// <remarks>The Marketplace takes one event for an hour and a dimension: what comes later can only be settled by
    /// hand.</remarks>
    public static Submission? Recounted(Submission known, decimal counted, Instant now) =>
        known.State == SubmissionState.Sending || counted <= known.Counted ? null : known with
        {
            Counted = counted,
            State = known.State == SubmissionState.Sent ? SubmissionState.Reconcile : known.State,
            UpdatedAt = now,
        };

    /// <summary>Whether something that was written down is to be told now: it has no answer yet, or was refused and may
    /// be taken by now.</summary>
    public static bool IsDue(Submission told, Instant now) => told.State switch
    {
        SubmissionState.Sending => true,
        SubmissionState.Refused => told.Refusals < MostRefusals && !IsTooOld(told, now) &&
            now - told.UpdatedAt >= Duration.FromHours((1 << told.Refusals) / 2) - Grace,
        _ => false,
    };

    /// <summary>A refused submission as an operator wants it told again; null when it is none, or the Marketplace would
    /// not take it any more.</summary>
    public static Submission? Resent(Submission told, Instant now) => told.State == SubmissionState.Refused && !IsTooOld(told, now)
        ? told with { State = SubmissionState.Sending, Refusals = 0, UpdatedAt = now }
        : null;

    /// <summary>What an answer means; the same submission when it is to be told again.</summary>
    public static Submission After(Submission told, MarketplaceAnswer answer, Instant now) => answer.Status switch
    {
        "Accepted" => Had(told, told.Quantity, now),
        "Duplicate" when answer.Accepted is { } theirs => Had(told, theirs, now),
        "Duplicate" => told with { State = SubmissionState.Reconcile, Reason = "The Marketplace does not say what it has.", UpdatedAt = now },
        "Error" or "" => told,
        _ => told with
        {
            State = SubmissionState.Refused,
            Reason = Reason(answer),
            Refusals = told.Refusals + 1,
            UpdatedAt = now,
        },
    };

    /// <summary>A submission that no answer came to: it is told again, until the Marketplace no longer takes it.</summary>
    public static Submission Unanswered(Submission told, Instant now) =>
        told.State == SubmissionState.Sending && IsTooOld(told, now)
            ? Lost(told, "No answer came within 24 hours; whether it was taken is not known.", now)
            : told;

    /// <summary>The submissions of calls: oldest first, of one day each, at most so many as a call takes.</summary>
    public static IEnumerable<IReadOnlyList<Submission>> Batches(IEnumerable<Submission> submissions) => submissions
        .GroupBy(submission => submission.Hour.InUtc().Date).OrderBy(day => day.Key)
        .SelectMany(day => day.OrderBy(submission => submission.Hour).Chunk(BatchSize));

    private static bool IsTooOld(Submission submission, Instant now) => now - submission.Hour > Window;

    private static Submission Had(Submission told, decimal theirs, Instant now) => told with
    {
        State = theirs == told.Quantity ? SubmissionState.Sent : SubmissionState.Reconcile,
        Theirs = theirs,
        Reason = null,
        UpdatedAt = now,
    };

    private static Submission Lost(Submission submission, string reason, Instant now) =>
        submission with { State = SubmissionState.Lost, Reason = reason, UpdatedAt = now };

    private static string Reason(MarketplaceAnswer answer) => answer.Message is { } message ? $"{answer.Status}: {message}" : answer.Status;
}

/// <summary>What the Marketplace says of one event.</summary>
/// <param name="Status">Its word; empty when it says nothing.</param>
/// <param name="Accepted">The quantity that it took before; null when it does not say.</param>
/// <param name="Message">Why not, in its words.</param>
public sealed record MarketplaceAnswer(string Status, decimal? Accepted = null, string? Message = null);
