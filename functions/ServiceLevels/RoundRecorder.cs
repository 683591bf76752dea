using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Turns the moments of a record into the rounds of one target's clock.</summary>
/// <remarks>The rules of CONTRACT 6, one line each, in <see cref="Begins"/>, <see cref="Stops"/> and <see
/// cref="Continues"/>.</remarks>
internal sealed class RoundRecorder(Agreement agreement, Target target)
{
    private readonly List<Round> rounds = [];
    private List<Stretch> stretches = [];
    private List<Aim> aims = [];
    private string? hold;
    private Traits? traits;

    /// <summary>All rounds that began until an instant; what came later is not looked at.</summary>
    public static IReadOnlyList<Round> Record(
        Agreement agreement, Target target, IReadOnlyList<Moment> moments, Instant until)
    {
        var recorder = new RoundRecorder(agreement, target);
        foreach (var moment in moments)
            if (moment.At <= until)
                recorder.Take(moment);
        return recorder.rounds;
    }

    private bool IsOver => stretches.Count == 0 || stretches[^1].Kind is StretchKind.Stopped or StretchKind.Cancelled;

    private void Take(Moment moment)
    {
        hold = Holds(moment);
        traits = moment.Traits ?? traits;
        if (Begins(moment)) Begin(moment.At);
        else if (!IsOver || Continues(moment)) Turn(moment);
    }

    private string? Holds(Moment moment) => moment.Kind switch
    {
        MomentKind.Held => moment.Reason is { } reason && agreement.PauseWhile.Contains(reason) ? moment.Cause : null,
        MomentKind.Resumed or MomentKind.Resolved or MomentKind.Reopened => null,
        MomentKind.Closed or MomentKind.Cancelled => null,
        _ => hold,
    };

    private bool Begins(Moment moment) => target.Metric == Metric.NextResponse
        ? moment.Kind == MomentKind.RequesterReplied && IsOver
        : moment.Kind == MomentKind.Created && rounds.Count == 0;

    private bool Stops(Moment moment) => moment.Kind switch
    {
        MomentKind.AgentReplied => target.Metric != Metric.Resolution,
        MomentKind.Resolved or MomentKind.Closed => true,
        _ => false,
    };

    private bool Continues(Moment moment) =>
        moment.Kind == MomentKind.Reopened && target.Metric == Metric.Resolution && stretches.Count > 0;

    private void Begin(Instant at)
    {
        (stretches, aims) = ([], []);
        rounds.Add(new(rounds.Count + 1, at, stretches, aims));
        Add(new(at, hold is null ? StretchKind.Counting : StretchKind.Paused, hold ?? ""));
        AimAt(at);
    }

    private void Turn(Moment moment)
    {
        if (moment.Kind == MomentKind.Cancelled) Add(new(moment.At, StretchKind.Cancelled, moment.Cause));
        else if (Stops(moment)) Add(new(moment.At, StretchKind.Stopped, moment.Cause));
        else if (hold is not null) Add(new(moment.At, StretchKind.Paused, hold));
        else Add(new(moment.At, StretchKind.Counting, ""));
        if (!IsOver) AimAt(moment.At);
    }

    private void Add(Stretch stretch)
    {
        var isSame = stretches.Count > 0 && stretches[^1].Kind == stretch.Kind && stretches[^1].Cause == stretch.Cause;
        if (!isSame) stretches.Add(stretch);
    }

    private void AimAt(Instant at)
    {
        Duration? within = traits is { } known && agreement.Match.Fits(known) ? target.For(known.Priority) : null;
        if (aims.Count == 0 || aims[^1].Within != within) aims.Add(new(at, within));
    }
}
