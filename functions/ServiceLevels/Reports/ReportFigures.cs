using NodaTime;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>The time until clocks stopped, of those that did: percentiles by the nearest rank.</summary>
/// <param name="Clocks">How many stopped.</param>
public sealed record ElapsedFigures(int Clocks, Duration P50, Duration P90, Duration P95, Duration Max)
{
    /// <summary>Null when none has stopped.</summary>
    public static ElapsedFigures? Of(IEnumerable<ClockResult> results)
    {
        var stopped = results.Where(result => result.StoppedAt is not null);
        Duration[] ordered = [.. stopped.Select(result => result.Elapsed).Order()];
        return ordered.Length == 0 ? null : new(
            ordered.Length, NearestRank.Of(ordered, 50), NearestRank.Of(ordered, 90), NearestRank.Of(ordered, 95),
            ordered[^1]);
    }
}

/// <summary>The open time that did not count, by what was waited for.</summary>
/// <param name="Other">After a resolution that did not hold, and whatever else stopped the counting.</param>
public sealed record PausedFigures(
    Duration AwaitingRequester, Duration AwaitingSupplier, Duration AwaitingChange, Duration Other)
{
    /// <summary>All of it.</summary>
    public Duration Total => AwaitingRequester + AwaitingSupplier + AwaitingChange + Other;

    /// <summary>Adds up.</summary>
    public static PausedFigures Of(IEnumerable<ClockResult> results)
    {
        var times = results.SelectMany(result => result.Paused).ToLookup(share => share.Holder, share => share.Time);
        var known = new[] { HolderKind.Requester, HolderKind.Supplier, HolderKind.Change };
        return new(
            Sum(times[HolderKind.Requester]), Sum(times[HolderKind.Supplier]), Sum(times[HolderKind.Change]),
            Sum(times.Where(held => !known.Contains(held.Key)).SelectMany(held => held)));
    }

    private static Duration Sum(IEnumerable<Duration> times) =>
        times.Aggregate(Duration.Zero, (sum, time) => sum + time);
}

/// <summary>Shares of a whole.</summary>
internal static class Percent
{
    /// <summary>Cut to two places, never rounded up, so that 100 is all of it; null of nothing.</summary>
    public static decimal? Of(decimal part, decimal whole) => whole == 0
        ? null
        : ClockStep.Plain(Math.Round(part * 100 / whole, 2, MidpointRounding.ToZero));

    /// <summary>The share of a time.</summary>
    public static decimal? Of(Duration part, Duration whole) => Of(
        (decimal)part.BclCompatibleTicks, (decimal)whole.BclCompatibleTicks);
}
