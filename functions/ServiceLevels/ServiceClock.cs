using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>An agreement and the calendar it counts by, both in the versions that were in force.</summary>
/// <param name="Before">The agreements that go before this one where both match.</param>
/// <param name="Recalculated">Null when it applies since the report.</param>
public sealed record Commitment(
    Agreement Agreement, string Calendar, int CalendarVersion, BusinessHours Hours,
    IReadOnlyList<Agreement>? Before = null, Recalculated? Recalculated = null)
{
    /// <summary>By order, then by key, each knowing which others go before it.</summary>
    public static IReadOnlyList<Commitment> Together(IReadOnlyList<Commitment> commitments) =>
    [
        .. from one in commitments
           orderby one.Agreement.Order ?? 0
           select one with
           {
               Before = [.. commitments.Select(other => other.Agreement).Where(one.Agreement.YieldsTo)],
           },
    ];

    /// <summary>What is agreed when this takes the place of another version of the same agreement, or comes
    /// new.</summary>
    public IReadOnlyList<Commitment> Among(IEnumerable<Commitment> others) => Together(
    [
        .. others.Where(other => other.Agreement.Key != Agreement.Key).Append(this)
            .OrderBy(one => one.Agreement.Key, StringComparer.Ordinal),
    ]);


    /// <summary>Whether it is about a record for a metric, and no agreement goes before it there.</summary>
    public bool Covers(Traits traits, Metric metric) =>
        Agreement.Covers(traits) &&
        Before?.Any(other => other.Has(metric) && other.Covers(traits)) is not true;
}

/// <summary>When a recalculation made a version apply.</summary>
/// <param name="Id">The recalculation's.</param>
/// <param name="Sequence">Of the event in the record.</param>
public sealed record Recalculated(string Id, Instant At, int Sequence);

/// <summary>How one clock of a record stands at an instant.</summary>
/// <param name="Id">The same for the same record, agreement, metric and round.</param>
/// <param name="DueAt">Null while paused and when cancelled; of a clock that was met, the end it would have
/// had.</param>
/// <param name="StoppedAt">Null while it can still count.</param>
/// <param name="BreachedAt">Not before the aim it missed was set.</param>
/// <param name="Within">The open time it is allowed.</param>
/// <param name="Elapsed">The open time that counted.</param>
/// <param name="Steps">What is to be done and when, by time; of a stopped clock the breach alone, if it is one.</param>
public sealed record ServiceClock(
    string Id, Commitment Commitment, Metric Metric, ClockState State, Instant StartedAt, Instant? DueAt,
    Instant? StoppedAt, Instant? BreachedAt, Duration Within, Duration Elapsed, IReadOnlyList<ClockStep> Steps)
{
    /// <summary>What is left; nothing once it is overdue.</summary>
    public Duration Remaining => Duration.Max(Duration.Zero, Within - Elapsed);

    /// <summary>The share that has passed, cut to two places, so that 100 is never shown early.</summary>
    public decimal Percent => ClockStep.Plain(
        Math.Round((decimal)Elapsed.TotalTicks / (decimal)Within.TotalTicks * 100, 2, MidpointRounding.ToZero));
}

/// <summary>One step of a clock's escalation.</summary>
/// <param name="Percent">How much of the time it is.</param>
/// <param name="ActAt">When it is to be done: never earlier.</param>
public sealed record ClockStep(
    StepTime At, decimal Percent, Instant ActAt, IReadOnlyList<string> Notify, PriorityRaise? RaisePriority = null,
    string? AssignGroup = null, string? Emit = null)
{
    /// <summary>Whether the clock is overdue by then.</summary>
    public bool IsBreach => At.IsBreach;

    /// <summary>The same number without zeros at its end: 75, not 75.00.</summary>
    internal static decimal Plain(decimal number) => number / 1.0000000000000000000000000000m;
}

/// <summary>A part of a clock's time, and why it counted or did not.</summary>
/// <param name="Cause">Counting and closed: the calendar's entry; paused: the id of the event that stopped the
/// counting.</param>
/// <param name="Holder">In whose hands the record was.</param>
public sealed record ClockInterval(Instant From, Instant To, IntervalKind Kind, string Cause, Holder Holder);
