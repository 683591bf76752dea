using System.Collections.Frozen;
using System.Collections.Immutable;
using NodaTime;
using NodaTime.TimeZones;

namespace ItsmServerless.ServiceLevels;

/// <summary>A stretch of time that is open, or not, and the entry of the calendar that says so.</summary>
public sealed record HoursPart(Instant From, Instant To, bool IsOpen, string Cause);

/// <summary>What each day of a calendar is, on the time line.</summary>
/// <remarks>
/// Where the wall clock jumps: a time in the gap of spring is shifted forward by the gap's length (RFC 5545, 3.3.5); a
/// time that autumn has twice means its first occurrence as a start and its second as an end, so that nobody loses
/// service to a change of clocks. A day ends when the next begins, so hours never leave their day, and <c>24:00</c> of
/// one day meets <c>00:00</c> of the next also where the clocks change at midnight.
/// </remarks>
public sealed class CalendarDays
{
    private const string RoundTheClock = "round the clock";
    private const string OutsideHours = "outside hours";

    private static readonly ZoneLocalMappingResolver Starts =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);
    private static readonly ZoneLocalMappingResolver Ends =
        Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnForwardShifted);

    private readonly ImmutableArray<ImmutableArray<DayHours>> week;
    private readonly FrozenDictionary<LocalDate, string> holidays;

    /// <summary>Reads a calendar that was found valid.</summary>
    public CalendarDays(string timeZone, WeekHours? hours, IReadOnlyList<Holiday> holidays)
    {
        Zone = DateTimeZoneProviders.Tzdb[timeZone];
        week = [.. Enumerable.Range(1, 7).Select(day => Read(hours, (IsoDayOfWeek)day))];
        this.holidays = holidays.ToFrozenDictionary(
            holiday => CalendarText.Date(holiday.Date)!.Value,
            holiday => $"holiday {holiday.Date} {holiday.Name}".TrimEnd());
    }

    /// <summary>The zone that the days are days of.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The day that an instant falls on.</summary>
    public LocalDate DayOf(Instant instant) => instant.InZone(Zone).Date;

    /// <summary>When a day begins: usually at midnight; when midnight is skipped, the first time there is.</summary>
    /// <remarks>A day that the zone skipped whole (Apia, 2011-12-30) begins with the next, and is empty.</remarks>
    public Instant StartOf(LocalDate day)
    {
        var mapping = Zone.MapLocal(day.AtMidnight());
        return mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant();
    }

    /// <summary>The open parts of a day, in order, not overlapping; they may touch.</summary>
    public IEnumerable<HoursPart> Openings(LocalDate day)
    {
        if (holidays.ContainsKey(day)) yield break;
        var (free, end) = (StartOf(day), StartOf(day.PlusDays(1)));
        foreach (var hours in week[(int)day.DayOfWeek - 1])
        {
            var from = Instant.Max(free, hours.From == 0 ? free : At(day, hours.From, Starts));
            var to = Instant.Min(end, hours.To == CalendarText.EndOfDay ? end : At(day, hours.To, Ends));
            if (from < to) yield return new(from, free = to, true, hours.Cause);
        }
    }

    /// <summary>The whole day in parts, open and closed, without gaps.</summary>
    public IEnumerable<HoursPart> Parts(LocalDate day)
    {
        var (from, end) = (StartOf(day), StartOf(day.PlusDays(1)));
        var closed = holidays.GetValueOrDefault(day, OutsideHours);
        foreach (var opening in Openings(day))
        {
            if (from < opening.From) yield return new(from, opening.From, false, closed);
            yield return opening;
            from = opening.To;
        }
        if (from < end) yield return new(from, end, false, closed);
    }

    private Instant At(LocalDate day, int minutes, ZoneLocalMappingResolver resolver) =>
        Zone.ResolveLocal(day + LocalTime.FromMinutesSinceMidnight(minutes), resolver).ToInstant();

    private static ImmutableArray<DayHours> Read(WeekHours? hours, IsoDayOfWeek day) => hours is null
        ? [new(0, CalendarText.EndOfDay, RoundTheClock)]
        : [.. hours.Of(day).Select(open => Read(open, day)).OrderBy(open => open.From)];

    private static DayHours Read(OpenHours open, IsoDayOfWeek day) => new(
        CalendarText.Minutes(open.From)!.Value, CalendarText.Minutes(open.To)!.Value,
        $"{CalendarText.NameOf(day)} {open.From}-{open.To}");

    private readonly record struct DayHours(int From, int To, string Cause);
}
