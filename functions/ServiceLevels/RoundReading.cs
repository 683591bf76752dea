using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Measures one round with the hours of its calendar, as of an instant.</summary>
internal sealed class RoundReading
{
    private static readonly Holder Unasked = new(HolderKind.Group); // Who had the record is asked afterwards.

    private readonly Commitment commitment;
    private readonly Round round;
    private readonly Instant end;
    private readonly Aim aim;
    private readonly Duration within;
    private readonly List<Stretch> stretches;
    private readonly Duration[] elapsedBefore; // Of each stretch, and at last of all.

    private RoundReading(Commitment commitment, Round round, Aim aim, List<Stretch> stretches, Instant end)
    {
        (this.commitment, this.round, this.aim, this.stretches, this.end) = (commitment, round, aim, stretches, end);
        within = aim.Within!.Value;
        elapsedBefore = new Duration[stretches.Count + 1];
        for (var i = 0; i < stretches.Count; i++) elapsedBefore[i + 1] = elapsedBefore[i] + Counted(i);
    }

    private Stretch Last => stretches[^1];

    private bool IsOver => Last.Kind is StretchKind.Stopped or StretchKind.Cancelled;

    /// <summary>Null when the agreement never was about the record.</summary>
    public static RoundReading? Of(Commitment commitment, Round round, Instant now)
    {
        var current = round.Aims[^1];
        if (current.Within is not null) return new(commitment, round, current, [.. round.Stretches], now);
        if (round.Aims.Count == 1) return null;
        List<Stretch> until = [.. round.Stretches.Where(stretch => stretch.From <= current.From)];
        if (until[^1].Kind is StretchKind.Counting or StretchKind.Paused)
            until.Add(new(current.From, StretchKind.Cancelled, ""));
        return new(commitment, round, round.Aims[^2], until, current.From);
    }

    /// <summary>How the clock stands.</summary>
    public ServiceClock Clock(string id, Metric metric)
    {
        var due = Reached(within);
        Instant? breachedAt = due <= end ? Later(due, aim.From) : null;
        var state = breachedAt is null ? StateOfLast() : ClockState.Breached;
        return new(
            id, commitment, metric, state, round.StartedAt, DueAt(state, due), IsOver ? Last.From : null, breachedAt,
            within, elapsedBefore[^1], Steps(metric, breachedAt));
    }

    /// <summary>Every part of the time from the start to the stop, or until now.</summary>
    public IEnumerable<ClockInterval> Intervals()
    {
        ClockInterval? pending = null;
        foreach (var interval in StretchIntervals())
        {
            var continues = pending?.Kind == interval.Kind && pending.Cause == interval.Cause;
            if (pending is not null && !continues) yield return pending;
            pending = continues ? pending! with { To = interval.To } : interval;
        }
        if (pending is not null) yield return pending;
    }

    private IEnumerable<ClockInterval> StretchIntervals() =>
        from index in Enumerable.Range(0, IsOver ? stretches.Count - 1 : stretches.Count)
        from part in commitment.Hours.Parts(stretches[index].From, EndOf(index))
        let stretch = stretches[index]
        select new ClockInterval(part.From, part.To, KindOf(part, stretch), CauseOf(part, stretch), Unasked);

    private static IntervalKind KindOf(HoursPart part, Stretch stretch) =>
        !part.IsOpen ? IntervalKind.Closed
        : stretch.Kind == StretchKind.Counting ? IntervalKind.Counting
        : IntervalKind.Paused;

    private static string CauseOf(HoursPart part, Stretch stretch) =>
        part.IsOpen && stretch.Kind != StretchKind.Counting ? stretch.Cause : part.Cause;

    private Duration Counted(int index) => stretches[index].Kind == StretchKind.Counting
        ? commitment.Hours.Between(stretches[index].From, EndOf(index))
        : Duration.Zero;

    private Instant EndOf(int index) => index + 1 < stretches.Count ? stretches[index + 1].From : end;

    /// <summary>When so much had counted, or will have if it goes on counting; null when it does not count now and had
    /// not.</summary>
    /// <remarks>What ends a stretch at the very instant comes first: a clock that stops when it is due is met. Such an
    /// end is passed over unless <paramref name="evenAtAnEnd"/>, and the time is up as soon as the clock counts
    /// again.</remarks>
    private Instant? Reached(Duration threshold, bool evenAtAnEnd = false)
    {
        for (var index = 0; index < stretches.Count; index++)
        {
            var isLast = index == stretches.Count - 1;
            if (stretches[index].Kind != StretchKind.Counting) continue;
            if (!isLast && elapsedBefore[index + 1] < threshold) continue;
            var at = commitment.Hours.After(stretches[index].From, threshold - elapsedBefore[index]);
            if (isLast || at < EndOf(index) || (evenAtAnEnd && at == EndOf(index))) return at;
        }
        return null;
    }

    private ClockState StateOfLast() => Last.Kind switch
    {
        StretchKind.Counting => ClockState.Running,
        StretchKind.Paused => ClockState.Paused,
        StretchKind.Stopped => ClockState.Met,
        _ => ClockState.Cancelled,
    };

    private Instant? DueAt(ClockState state, Instant? due) => state switch
    {
        ClockState.Breached => Reached(within, evenAtAnEnd: true),
        ClockState.Running => due,
        ClockState.Met => commitment.Hours.After(Last.From, within - elapsedBefore[^1]),
        _ => null,
    };

    private IReadOnlyList<ClockStep> Steps(Metric metric, Instant? breachedAt) =>
    [
        .. from step in commitment.Agreement.StepsOf(metric, within)
           where Last.Kind == StretchKind.Counting || (breachedAt is not null && Remains(step))
           let at = Reached(step.At.Of(within))
           where at is not null
           select new ClockStep(
               step.At, step.At.PercentOf(within), WholeMilliseconds(Later(at, aim.From)), step.Audience,
               step.RaisePriority, step.AssignGroup, step.Emit),
    ];

    /// <summary>What a clock that does not count still owes: to say that it is breached. A warning can wait until it
    /// counts again.</summary>
    private bool Remains(Escalation step) => IsOver ? step.At == StepTime.End : step.At.IsBreach;

    /// <summary>Rounded up, because the product's time has whole milliseconds.</summary>
    private static Instant WholeMilliseconds(Instant instant) =>
        Instant.FromUnixTimeTicks((instant.ToUnixTimeTicks() + 9_999) / 10_000 * 10_000);

    private static Instant Later(Instant? one, Instant other) => Instant.Max(one!.Value, other);
}
