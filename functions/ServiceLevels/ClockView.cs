using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>A clock as callers see it.</summary>
/// <param name="TimeZoneData">The version of the IANA time zone database that it was worked out with.</param>
/// <param name="Intervals">Every part of its time; null when not asked for.</param>
/// <param name="Holders">The same time by whose hands the record was in; null when not asked for.</param>
public sealed record ClockView(
    string Id, string Agreement, int AgreementVersion, string Calendar, int CalendarVersion, AgreementKind Kind,
    Metric Metric, ClockState State, Instant StartedAt, Instant? DueAt, Instant? StoppedAt, Instant? BreachedAt,
    Duration Within, Duration Elapsed, Duration Remaining, decimal Percent, string TimeZoneData,
    IReadOnlyList<ClockInterval>? Intervals, IReadOnlyList<HolderShare>? Holders)
{
    /// <summary>A clock without its intervals.</summary>
    public static ClockView Of(ServiceClock clock) => Of(clock, null, null);

    /// <summary>A clock with its intervals.</summary>
    public static ClockView Of(ExplainedClock explained) =>
        Of(explained.Clock, explained.Intervals, explained.Holders);

    private static ClockView Of(
        ServiceClock clock, IReadOnlyList<ClockInterval>? intervals, IReadOnlyList<HolderShare>? holders)
    {
        var (agreement, commitment) = (clock.Commitment.Agreement, clock.Commitment);
        return new(
            clock.Id, agreement.Key, agreement.Version, commitment.Calendar, commitment.CalendarVersion, agreement.Kind,
            clock.Metric, clock.State, clock.StartedAt, clock.DueAt, clock.StoppedAt, clock.BreachedAt,
            clock.Within, clock.Elapsed, clock.Remaining, clock.Percent, DateTimeZoneProviders.Tzdb.VersionId,
            intervals, holders);
    }
}

/// <summary>The clocks of a record, or of a simulation.</summary>
public sealed record ClockList(IReadOnlyList<ClockView> Items)
{
    /// <summary>Clocks with their intervals.</summary>
    public static ClockList Of(IEnumerable<ExplainedClock> clocks) => new([.. clocks.Select(ClockView.Of)]);

    /// <summary>Clocks without their intervals.</summary>
    public static ClockList Of(IEnumerable<ServiceClock> clocks) => new([.. clocks.Select(ClockView.Of)]);
}

/// <summary>The next times that a calendar is open.</summary>
public sealed record OpeningList(IReadOnlyList<OpeningView> Items)
{
    /// <summary>The first <paramref name="count"/> openings from an instant on.</summary>
    public static OpeningList Of(Calendar calendar, Instant from, int count) => new(
    [
        .. BusinessHours.Of(calendar).Openings(from).Take(count)
            .Select(opening => new OpeningView(opening.From, opening.To)),
    ]);
}

/// <summary>A time that a calendar is open, within one day.</summary>
public sealed record OpeningView(Instant From, Instant To);
