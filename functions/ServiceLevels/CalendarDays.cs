using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NodaTime;
using NodaTime.TimeZones;

namespace ItsmServerless.ServiceLevels;

/// <summary>What each day of a calendar is, on the time line.</summary>
/// <remarks>
/// A day is closed; weekly hours open it; holidays close it again; special openings open it whatever was before.
/// <para>
/// Where the wall clock jumps: a time in the gap of spring is shifted forward by the gap's length (RFC 5545, 3.3.5); a
/// time that autumn has twice means its first occurrence as a start and its second as an end, so that nobody loses
/// service to a change of clocks. A day ends when the next begins, so hours never leave their day, and <c>24:00</c> of
/// one day meets <c>00:00</c> of the next also where the clocks change at midnight. Hours over midnight are two parts,
/// one of each day; a holiday closes the part that falls on it.
/// </para>
/// </remarks>
public sealed class CalendarDays
{
    private const string RoundTheClock = "round the clock";
    private const string OutsideHours = "outside hours";

    private static readonly ZoneLocalMappingResolver Starts =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);
    private static readonly ZoneLocalMappingResolver Ends =
        Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnForwardShifted);

    private readonly ImmutableArray<ImmutableArray<Entry>> week;
    private readonly ILookup<LocalDate, Entry> holidays;
    private readonly ILookup<LocalDate, Entry> specialOpenings;

    /// <summary>Reads a calendar that was found valid.</summary>
    public CalendarDays(
        string timeZone, WeekHours? hours, IReadOnlyList<Holiday> holidays, IReadOnlyList<SpecialOpening>? openings = null)
    {
        Zone = DateTimeZoneProviders.Tzdb[timeZone];
        week = [.. Enumerable.Range(1, 7).Select(day => Read(hours, (IsoDayOfWeek)day))];
        this.holidays = holidays.ToLookup(holiday => CalendarText.Date(holiday.Date)!.Value, Read);
        specialOpenings = (openings ?? []).ToLookup(opening => CalendarText.Date(opening.Date)!.Value, Read);
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
    public IEnumerable<HoursPart> Openings(LocalDate day) => Parts(day).Where(part => part.IsOpen);

    /// <summary>The whole day in parts, open and closed, without gaps.</summary>
    public IReadOnlyList<HoursPart> Parts(LocalDate day)
    {
        var line = new DayLine(StartOf(day), StartOf(day.PlusDays(1)), OutsideHours);
        foreach (var hours in week[(int)day.DayOfWeek - 1].Reverse()) line.Paint(On(line, day, hours, isOpen: true));
        foreach (var holiday in holidays[day]) line.Paint(On(line, day, holiday, isOpen: false));
        foreach (var opening in specialOpenings[day]) line.Paint(On(line, day, opening, isOpen: true));
        return line.Parts;
    }

    private HoursPart On(DayLine line, LocalDate day, Entry entry, bool isOpen) => new(
        entry.From == 0 ? line.From : At(day, entry.From, Starts),
        entry.To == CalendarText.EndOfDay ? line.To : At(day, entry.To, Ends),
        isOpen, entry.Cause);

    private Instant At(LocalDate day, int minutes, ZoneLocalMappingResolver resolver) =>
        Zone.ResolveLocal(day + LocalTime.FromMinutesSinceMidnight(minutes), resolver).ToInstant();

    private static ImmutableArray<Entry> Read(WeekHours? hours, IsoDayOfWeek day) => hours is null
        ? [new(0, CalendarText.EndOfDay, RoundTheClock)]
        :
        [
            .. WeekMinutes.Of(hours).Where(part => part.Day == day)
                .Select(part => new Entry(part.From, part.To, part.Name)).OrderBy(entry => entry.From),
        ];

    private static Entry Read(Holiday holiday) => new(
        CalendarText.Minutes(holiday.From) ?? 0, CalendarText.Minutes(holiday.To) ?? CalendarText.EndOfDay,
        $"holiday {holiday.Date} {holiday.Name}".TrimEnd());

    private static Entry Read(SpecialOpening opening) => new(
        CalendarText.Minutes(opening.From)!.Value, CalendarText.Minutes(opening.To)!.Value,
        $"special opening {opening.Date} {opening.Name}".TrimEnd());

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(int From, int To, string Cause);
}
