using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using NodaTime;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>A clock as a slow reader of CONTRACT 6 would keep it: minute by minute, with a tally.</summary>
/// <remarks>Good for moments and hours on whole minutes. It knows nothing of stretches, sums or binary
/// searches.</remarks>
internal sealed class MinuteModel(Agreement agreement, Metric metric, BusinessHours hours, Moment[] moments)
{
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private bool isOpenRound, isStopped, isCancelled;
    private bool isWanted, wasWanted;
    private HoldReason? held;
    private Traits? traits;
    private ModelClock? clock;
    private HoursPart? opening;

    /// <summary>The tallies of all rounds that are about the record, as of an instant on a whole minute.</summary>
    public List<ModelClock> Until(Instant now)
    {
        var rounds = new List<ModelClock>();
        var next = 0;
        for (var minute = moments[0].At; minute <= now; minute += Minute)
        {
            for (; next < moments.Length && moments[next].At == minute; next++) Happen(moments[next], rounds);
            if (minute < now && Counts() && IsOpen(minute)) clock!.Tally(minute);
        }
        return [.. rounds.Where(round => round.Within is not null)];
    }

    private bool Counts() => isOpenRound && !isStopped && !IsAway();

    private bool IsAway()
    {
        var pauses = held is { } reason && agreement.PauseWhile.Contains(reason);
        return agreement.Kind switch
        {
            AgreementKind.Uc => held != HoldReason.AwaitingSupplier,
            AgreementKind.Ola => pauses || traits!.Group is null || (agreement.Match.Group.Count > 0 && !agreement.Match.Group.Contains(traits.Group)),
            _ => pauses,
        };
    }

    private bool IsOpen(Instant minute)
    {
        if (opening is null || opening.To <= minute) opening = hours.Openings(minute).First();
        return opening.From <= minute;
    }

    private void Happen(Moment moment, List<ModelClock> rounds)
    {
        held = moment.Kind switch
        {
            MomentKind.Held or MomentKind.Unmerged => moment.Reason,
            MomentKind.Resumed or MomentKind.Resolved or MomentKind.Reopened or MomentKind.Closed or MomentKind.Cancelled => null,
            _ => held,
        };
        traits = moment.Traits ?? traits;
        var starts = metric == Metric.NextResponse
            ? moment.Kind == MomentKind.RequesterReplied && (!isOpenRound || isStopped)
            : moment.Kind == MomentKind.Created ||
                (rounds.Count == 0 && metric == Metric.Resolution && moment.Kind == MomentKind.Reopened);
        var isAnswer = moment.Kind == MomentKind.AgentReplied && metric != Metric.Resolution;
        var isEnd = isAnswer || moment.Kind is MomentKind.Resolved or MomentKind.Closed or MomentKind.Cancelled;
        if (moment.Kind == MomentKind.Unmerged) (isWanted, wasWanted) = (isWanted || wasWanted, false);
        if (isEnd) (isWanted, wasWanted) = (false, isWanted && moment.Kind == MomentKind.Cancelled);
        if (starts) isWanted = true;
        if (isWanted && (agreement.Kind == AgreementKind.Sla || !IsAway()))
        {
            (isWanted, wasWanted, isOpenRound, isStopped, clock) = (false, false, true, false, new(moment.At));
            rounds.Add(clock);
        }
        else if (!isStopped && isEnd) (isStopped, isCancelled) = (true, moment.Kind == MomentKind.Cancelled);
        else if (isStopped && isCancelled && moment.Kind == MomentKind.Unmerged && isOpenRound) isStopped = false;
        else if (isStopped && moment.Kind == MomentKind.Reopened && metric == Metric.Resolution && isOpenRound) isStopped = false;
        if (isOpenRound && !isStopped) clock!.Within = agreement.Targets[0].For(traits!.Priority);
    }
}

/// <summary>What the model knows of a round.</summary>
internal sealed class ModelClock(Instant startedAt)
{
    private readonly List<Instant> counted = [];

    public Instant StartedAt { get; } = startedAt;

    public Duration? Within { get; set; }

    public Duration Elapsed => Duration.FromMinutes(counted.Count);

    /// <summary>The end of the minute that used the time up; null while there is time left.</summary>
    public Instant? UsedUpAt => counted.Count >= Within!.Value.TotalMinutes
        ? counted[(int)Within.Value.TotalMinutes - 1] + Duration.FromMinutes(1)
        : null;

    public void Tally(Instant minute) => counted.Add(minute);
}
