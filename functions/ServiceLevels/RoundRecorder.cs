using ItsmServerless.Incidents;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Turns the moments of a record into the rounds of one target's clock.</summary>
/// <remarks>The rules of CONTRACT 6, one line each, in <see cref="Begins"/>, <see cref="Stops"/> and <see
/// cref="Continues"/>.</remarks>
internal sealed class RoundRecorder(Commitment commitment, Target target)
{
    private readonly Agreement agreement = commitment.Agreement;
    private readonly List<Round> rounds = [];
    private List<Stretch> stretches = [];
    private List<Aim> aims = [];
    private Traits? traits;
    private HoldReason? held;
    private string? pause; // The event that keeps it from counting.
    private bool isWanted; // A round is to begin as soon as its time counts.
    private bool wasWanted; // The same, when it was cancelled.

    /// <summary>All rounds that began until an instant; what came later is not looked at.</summary>
    public static IReadOnlyList<Round> Record(
        Commitment commitment, Target target, IReadOnlyList<Moment> moments, Instant until)
    {
        var recorder = new RoundRecorder(commitment, target);
        foreach (var moment in moments)
            if (moment.At <= until)
                recorder.Take(moment);
        return recorder.rounds;
    }

    private bool IsOver => stretches.Count == 0 || stretches[^1].Kind is StretchKind.Stopped or StretchKind.Cancelled;

    private void Take(Moment moment)
    {
        Note(moment);
        Want(moment);
        if (isWanted && (pause is null || agreement.Kind == AgreementKind.Sla)) Begin(moment.At);
        else if (!IsOver || Continues(moment)) Turn(moment);
    }

    private void Note(Moment moment)
    {
        traits = moment.Traits ?? traits;
        held = HeldAfter(moment);
        var isNewHold = moment.Kind is MomentKind.Held or MomentKind.Unmerged;
        if (agreement.Counts(traits?.Group, held)) pause = null;
        else if (pause is null || isNewHold) pause = moment.Cause;
    }

    private void Want(Moment moment)
    {
        if (moment.Kind == MomentKind.Cancelled) (isWanted, wasWanted) = (false, isWanted);
        else if (moment.Kind == MomentKind.Unmerged) (isWanted, wasWanted) = (isWanted || wasWanted, false);
        else if (Stops(moment)) (isWanted, wasWanted) = (false, false);
        if (Begins(moment)) isWanted = true;
    }

    private HoldReason? HeldAfter(Moment moment) => moment.Kind switch
    {
        MomentKind.Held or MomentKind.Unmerged => moment.Reason,
        MomentKind.Resumed or MomentKind.Resolved or MomentKind.Reopened => null,
        MomentKind.Closed or MomentKind.Cancelled => null,
        _ => held,
    };

    private bool Begins(Moment moment) => target.Metric == Metric.NextResponse
        ? moment.Kind == MomentKind.RequesterReplied && IsOver
        : rounds.Count == 0 && (moment.Kind == MomentKind.Created || IsTakenBack(moment));

    private bool Stops(Moment moment) => moment.Kind switch
    {
        MomentKind.AgentReplied => target.Metric != Metric.Resolution,
        MomentKind.Resolved or MomentKind.Closed => true,
        _ => false,
    };

    private bool Continues(Moment moment) => stretches.Count > 0 && (IsTakenBack(moment) ||
        (moment.Kind == MomentKind.Unmerged && stretches[^1].Kind == StretchKind.Cancelled));

    private bool IsTakenBack(Moment moment) =>
        moment.Kind == MomentKind.Reopened && target.Metric == Metric.Resolution;

    private void Begin(Instant at)
    {
        (stretches, aims, isWanted, wasWanted) = ([], [], false, false);
        rounds.Add(new(rounds.Count + 1, at, stretches, aims));
        Count(at);
        AimAt(at);
    }

    private void Turn(Moment moment)
    {
        if (moment.Kind == MomentKind.Cancelled) Add(new(moment.At, StretchKind.Cancelled, moment.Cause));
        else if (Stops(moment)) Add(new(moment.At, StretchKind.Stopped, moment.Cause));
        else Count(moment.At);
        if (!IsOver) AimAt(moment.At);
    }

    private void Count(Instant at) =>
        Add(new(at, pause is null ? StretchKind.Counting : StretchKind.Paused, pause ?? ""));

    private void Add(Stretch stretch)
    {
        var isSame = stretches.Count > 0 && stretches[^1].Kind == stretch.Kind && stretches[^1].Cause == stretch.Cause;
        if (!isSame) stretches.Add(stretch);
    }

    private void AimAt(Instant at)
    {
        Duration? within =
            traits is { } known && commitment.Covers(known, target.Metric) ? target.For(known.Priority) : null;
        if (aims.Count == 0 || aims[^1].Within != within) aims.Add(new(at, within));
    }
}
