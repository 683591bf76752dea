using ItsmServerless.Incidents;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>What became of some clocks of an agreement and a metric.</summary>
/// <param name="Service">Null where the records name none; also in a total.</param>
/// <param name="Priority">Null in a total.</param>
/// <param name="Breached">Also those that still run.</param>
/// <param name="PercentMet">Cut to two places, so that 100 means all.</param>
/// <param name="Elapsed">Null while none has stopped.</param>
public sealed record ReportLine(
    string Agreement, AgreementKind Kind, Metric Metric, string? Service, Priority? Priority, int Count, int Met,
    int Breached, decimal PercentMet, ElapsedFigures? Elapsed, PausedFigures Paused)
{
    /// <summary>Adds up.</summary>
    /// <param name="results">Of one agreement and metric; at least one.</param>
    public static ReportLine Of(string? service, Priority? priority, IReadOnlyList<ClockResult> results)
    {
        var newest = results.MaxBy(result => result.AgreementVersion)!; // Another version may have been of another kind.
        var met = results.Count(result => result.State == ClockState.Met);
        return new(
            results[0].Agreement, newest.Kind, results[0].Metric, service, priority, results.Count, met,
            results.Count - met, Percent.Of(met, results.Count)!.Value, ElapsedFigures.Of(results),
            PausedFigures.Of(results));
    }
}

/// <summary>How long the clocks of an agreement and a metric took that stopped.</summary>
/// <param name="Buckets">From short to long; all of them, also the empty ones.</param>
public sealed record ReportSpread(string Agreement, Metric Metric, IReadOnlyList<SpreadBucket> Buckets)
{
    private static readonly int?[] Ends = [25, 50, 75, 100, 125, 150, 200, null];

    /// <summary>Counts.</summary>
    /// <param name="results">Of one agreement and metric; at least one.</param>
    public static ReportSpread Of(IReadOnlyList<ClockResult> results)
    {
        var stopped = results.Where(result => result.StoppedAt is not null).ToLookup(EndOf, result => result.State);
        return new(results[0].Agreement, results[0].Metric,
        [
            .. Ends.Select(end => new SpreadBucket(
                end, stopped[end].Count(state => state == ClockState.Met),
                stopped[end].Count(state => state != ClockState.Met))),
        ]);
    }

    private static int? EndOf(ClockResult result) => Ends.First(end =>
        end is not { } most || result.Elapsed * 100 <= result.Within * most);
}

/// <summary>The clocks that took so much of their time.</summary>
/// <param name="UpTo">In percent of what was agreed, more than the bucket before; null for all that is more.</param>
public sealed record SpreadBucket(int? UpTo, int Met, int Breached);
