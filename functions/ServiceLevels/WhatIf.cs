using ItsmServerless.Incidents;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>An agreement as it might have been. Pure.</summary>
/// <param name="Compared">The key of the agreement that it is compared with; null for none.</param>
/// <param name="Draft">What would have been agreed; null for the compared agreement itself.</param>
/// <param name="Hours">The calendar that it counts by instead of its own; null for its own. A draft always has
/// one.</param>
public sealed record WhatIf(string? Compared, Agreement? Draft, BusinessHours? Hours)
{
    /// <summary>No agreement of a tenant has this key.</summary>
    public const string DraftKey = "=draft";

    /// <summary>What the clocks of an incident came to by now, and what they would have come to.</summary>
    public WhatIfLife Of(IncidentLife life, Instant now)
    {
        var inForce = life.Commitments(now);
        var real = inForce.FirstOrDefault(agreed => agreed.Agreement.Key == Compared);
        var asked = Draft is null
            ? real
            : new Commitment(Draft, Draft.Calendar, 0, Hours!).Among(inForce)
                .First(agreed => agreed.Agreement.Key == Draft.Key);
        if (asked is not null && Hours is not null) asked = asked with { Hours = Hours };
        return new(Fates(life, real, now), Fates(life, asked, now));
    }

    private static IReadOnlyList<ClockFate> Fates(IncidentLife life, Commitment? agreed, Instant now)
    {
        if (agreed is null) return [];
        var alone = life.Under(agreed);
        var priority = IncidentMoments.Of(life.History)[^1].Traits!.Priority;
        var decided = IncidentResults.Of(alone, now)
            .Select(filed => new ClockFate(filed.Result.Metric, filed.Result.Priority, filed.Result.State));
        var open = alone.Clocks(now).Where(clock => clock.State is ClockState.Running or ClockState.Paused)
            .Select(clock => new ClockFate(clock.Metric, priority, ClockState.Running));
        return [.. decided, .. open];
    }
}

/// <summary>What became of a clock: met, breached, or (paused or not) running.</summary>
/// <param name="Priority">When it was decided; of a running one, now.</param>
public sealed record ClockFate(Metric Metric, Priority Priority, ClockState State);

/// <summary>The clocks of an incident as they are, and as they would be.</summary>
public sealed record WhatIfLife(IReadOnlyList<ClockFate> Real, IReadOnlyList<ClockFate> Asked);

/// <summary>How incidents would have fared.</summary>
/// <param name="Records">The incidents that were reported in the time asked about.</param>
/// <param name="Targets">By metric: first all priorities together, then each that occurs.</param>
public sealed record WhatIfAnswer(int Records, IReadOnlyList<WhatIfTarget> Targets)
{
    /// <summary>Adds up.</summary>
    /// <param name="isCompared">Whether there is something to compare with.</param>
    public static WhatIfAnswer Of(IReadOnlyCollection<WhatIfLife> lives, bool isCompared)
    {
        ClockFate[] real = [.. lives.SelectMany(life => life.Real)], asked = [.. lives.SelectMany(life => life.Asked)];
        var targets = asked.Concat(real)
            .SelectMany<ClockFate, (Metric Metric, Priority? Priority)>(
                fate => [(fate.Metric, null), (fate.Metric, fate.Priority)])
            .Distinct().OrderBy(target => target.Metric).ThenBy(target => target.Priority);
        return new(lives.Count,
        [
            .. from target in targets
               let count = FateCount.Of(Chosen(asked, target))
               select new WhatIfTarget(
                   target.Metric, target.Priority, count.Count, count.Met, count.Breached, count.Running,
                   count.PercentMet, isCompared ? FateCount.Of(Chosen(real, target)) : null),
        ]);
    }

    private static ClockFate[] Chosen(ClockFate[] fates, (Metric Metric, Priority? Priority) target) =>
    [
        .. fates.Where(fate => fate.Metric == target.Metric &&
            (target.Priority is null || fate.Priority == target.Priority)),
    ];
}

/// <summary>How one target would have been kept.</summary>
/// <param name="Priority">Null for all of them together.</param>
/// <param name="Count">Clocks: met, breached and running ones.</param>
/// <param name="PercentMet">Of those that are decided, cut to two places; null when none is.</param>
/// <param name="Before">How the agreement it is compared with was kept; null when there is none.</param>
public sealed record WhatIfTarget(
    Metric Metric, Priority? Priority, int Count, int Met, int Breached, int Running, decimal? PercentMet,
    FateCount? Before);

/// <summary>So many clocks.</summary>
public sealed record FateCount(int Count, int Met, int Breached, int Running, decimal? PercentMet)
{
    /// <summary>Counts.</summary>
    public static FateCount Of(IReadOnlyCollection<ClockFate> fates)
    {
        var (met, breached) = (Count(ClockState.Met), Count(ClockState.Breached));
        return new(
            fates.Count, met, breached, Count(ClockState.Running), met + breached == 0
                ? null
                : ClockStep.Plain(Math.Round(met * 100m / (met + breached), 2, MidpointRounding.ToZero)));

        int Count(ClockState state) => fates.Count(fate => fate.State == state);
    }
}
