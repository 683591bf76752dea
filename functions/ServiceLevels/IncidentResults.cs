using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>What the clocks of an incident came to: a function of its life, and now. Nothing else.</summary>
/// <remarks>Once decided, a result changes with the incident's events alone, not with time: of a clock that goes on
/// after its breach, the result is what was true at the breach.</remarks>
public static class IncidentResults
{
    /// <summary>What each decided clock came to, met or breached; a cancelled clock has none. Beside it, what it had
    /// come to when a recalculation changed that.</summary>
    public static IReadOnlyList<FiledResult> Of(IncidentLife life, Instant now)
    {
        var (superseded, versions) = (new List<FiledResult>(), new Dictionary<string, int>());
        foreach (var terms in life.Terms)
        {
            if (terms.Since is not { } since) continue;
            var before = life.Before(life.History.First(happened => happened.Sequence == since.Sequence));
            var after = Decided(before.Under(terms.Commitments), since.At).ToDictionary(one => one.Clock);
            foreach (var result in Decided(before, since.At).Where(one => !IsAsBefore(one, after)))
            {
                superseded.Add(new(result with { Version = VersionOf(result) }, IsSuperseded: true));
                versions[result.Clock] = VersionOf(result) + 1;
            }
        }
        var current = Decided(life, now).Select(one => new FiledResult(one with { Version = VersionOf(one) }, false));
        return
        [
            .. superseded.Concat(current).OrderBy(filed => filed.Result.DecidedAt).ThenBy(filed => filed.Result.Clock),
        ];

        int VersionOf(ClockResult result) => versions.GetValueOrDefault(result.Clock, 1);
    }

    private static IEnumerable<ClockResult> Decided(IncidentLife life, Instant now) =>
        from clock in life.Explained(now)
        where IsDecided(clock.Clock)
        select Result(life, clock.Clock.StoppedAt is null ? life.AtBreach(clock.Clock) : clock);

    /// <summary>Whether a recalculation left a result as it was, but for the numbers of the versions.</summary>
    private static bool IsAsBefore(ClockResult result, IReadOnlyDictionary<string, ClockResult> after) =>
        after.TryGetValue(result.Clock, out var other) &&
        (result.State, result.DueAt, result.StoppedAt, result.BreachedAt, result.Within, result.Elapsed) ==
        (other.State, other.DueAt, other.StoppedAt, other.BreachedAt, other.Within, other.Elapsed);

    /// <summary>Every month that a result of this incident is in, or was in before something took it away.</summary>
    public static IReadOnlyList<YearMonth> Months(IncidentLife life, IEnumerable<FiledResult> results) =>
    [
        .. results.Select(filed => MonthOf(filed.Result.DecidedAt)).Concat(Earlier(life)).Distinct().Order(),
    ];

    /// <summary>Whether anything after a version of the incident may have taken a result away, also for a
    /// while.</summary>
    public static bool WereTakenAwayAfter(IncidentLife life, int version) =>
        life.History.Any(happened => happened.Sequence > version && TakesAway(happened.Event));

    /// <summary>The month (UTC) that an instant is in.</summary>
    public static YearMonth MonthOf(Instant decidedAt) => decidedAt.InUtc().Date.ToYearMonth();

    private static IEnumerable<YearMonth> Earlier(IncidentLife life) =>
        from happened in life.History
        where TakesAway(happened.Event)
        from clock in life.Before(happened).Clocks(happened.At)
        where IsDecided(clock)
        select MonthOf(clock.BreachedAt ?? clock.StoppedAt!.Value);

    /// <summary>What can make a decided clock an undecided one, or one that was decided in another month.</summary>
    /// <remarks>A pause or an end at the very due time comes before the breach, which a look at that time may have
    /// seen.</remarks>
    private static bool TakesAway(IncidentEvent happened) => happened is IncidentReopened or IncidentEdited
        or IncidentAssigned or IncidentEscalated or IncidentHeld or IncidentResumed or IncidentCancelled
        or IncidentMerged or IncidentUnmerged or ClockRecalculated;

    private static bool IsDecided(ServiceClock clock) => clock.State is ClockState.Met or ClockState.Breached;

    private static ClockResult Result(IncidentLife life, ExplainedClock explained)
    {
        var (clock, agreed) = (explained.Clock, explained.Clock.Commitment);
        var (first, traits) = (life.History[0], TraitsOf(life, clock));
        return new(
            clock.Id, 1, first.Record.Value, ((IncidentReported)first.Event).Number, agreed.Agreement.Key,
            agreed.Agreement.Version, agreed.Calendar, agreed.CalendarVersion, agreed.Agreement.Kind, clock.Metric,
            clock.State, traits.Priority, traits.Service, traits.Group, clock.StartedAt, clock.DueAt, clock.StoppedAt,
            clock.BreachedAt, clock.Within, clock.Elapsed, Shares(explained, IntervalKind.Counting),
            Shares(explained, IntervalKind.Paused));
    }

    private static IReadOnlyList<HolderShare> Shares(ExplainedClock explained, IntervalKind kind) =>
        HolderShare.Of(explained.Intervals.Where(interval => interval.Kind == kind));

    /// <summary>As they were when the clock was decided. What its breach did to them came after it, even where it came
    /// at the same time.</summary>
    private static Traits TraitsOf(IncidentLife life, ServiceClock clock)
    {
        var decidedAt = clock.BreachedAt ?? clock.StoppedAt!.Value;
        var until = life.History.TakeWhile(happened => happened.At <= decidedAt && !Says(happened, clock, decidedAt));
        return IncidentMoments.Of(until)[^1].Traits!;
    }

    private static bool Says(Recorded<IncidentEvent> happened, ServiceClock clock, Instant breachedAt) =>
        happened.At == breachedAt && happened.Event is ClockBreached breached && breached.Clock == clock.Id;
}

/// <summary>A result as it is filed.</summary>
/// <param name="IsSuperseded">A recalculation put another in its place; this one stays beside it.</param>
public sealed record FiledResult(ClockResult Result, bool IsSuperseded);
