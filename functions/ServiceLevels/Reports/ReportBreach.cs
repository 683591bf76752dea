using ItsmServerless.Incidents;
using NodaTime;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>A clock that was not met.</summary>
/// <param name="StoppedAt">Null while it is still open.</param>
/// <param name="Elapsed">The open time that counted; while it is still open, until the breach.</param>
/// <param name="OverdueBy">The open time beyond what was agreed; null while it is still open.</param>
/// <param name="Reason">Where the time went that counted, in a sentence.</param>
/// <param name="Shares">The same as data, the largest first.</param>
public sealed record ReportBreach(
    string Agreement, Metric Metric, string Clock, string Incident, string Number, string? Service, Priority Priority,
    string? Group, Instant? DueAt, Instant BreachedAt, Instant? StoppedAt, Duration Within, Duration Elapsed,
    Duration? OverdueBy, string Reason, IReadOnlyList<BreachShare> Shares)
{
    /// <summary>Explains a breach.</summary>
    public static ReportBreach Of(ClockResult result)
    {
        var shares = BreachShare.Of(result.Counted);
        return new(
            result.Agreement, result.Metric, result.Clock, result.Incident, result.Number, result.Service,
            result.Priority, result.Group, result.DueAt, result.DecidedAt, result.StoppedAt, result.Within,
            result.Elapsed, result.StoppedAt is null ? null : result.Elapsed - result.Within,
            BreachReason.Of(shares), shares);
    }
}

/// <summary>A part of the time that counted.</summary>
/// <param name="Holder">In whose hands the record was.</param>
/// <param name="Group">Of a group; null while none had been given the record.</param>
/// <param name="Percent">Of all that counted; cut to two places.</param>
public sealed record BreachShare(HolderKind Holder, string? Group, Duration Time, decimal Percent)
{
    /// <summary>Adds up by holder, the largest first.</summary>
    public static IReadOnlyList<BreachShare> Of(IReadOnlyList<HolderShare> counted)
    {
        var all = Sum(counted);
        return
        [
            .. counted.GroupBy(share => (share.Holder, share.Group))
                .Select(held => (held.Key.Holder, held.Key.Group, Time: Sum(held)))
                .Where(held => held.Time > Duration.Zero)
                .OrderByDescending(held => held.Time).ThenBy(held => held.Holder)
                .ThenBy(held => held.Group, StringComparer.Ordinal)
                .Select(held => new BreachShare(
                    held.Holder, held.Group, held.Time, Reports.Percent.Of(held.Time, all)!.Value)),
        ];
    }

    private static Duration Sum(IEnumerable<HolderShare> shares) =>
        shares.Aggregate(Duration.Zero, (sum, share) => sum + share.Time);
}
