using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>A version of a calendar, ready for arithmetic: how much of a time was open, and when so much will have
/// been.</summary>
/// <remarks>Safe for many threads; worth keeping, because what was counted up once is not counted again.</remarks>
public sealed class BusinessHours(CalendarDays days)
{
    /// <summary>The earliest and the latest day that can be asked for.</summary>
    public static readonly LocalDate FirstDay = new(1970, 1, 2), LastDay = new(2199, 12, 31);

    private volatile Timetable? counted;

    /// <summary>Whether a day can be asked for.</summary>
    public static bool Knows(LocalDate day) => day >= FirstDay && day <= LastDay;

    /// <summary>The hours of a calendar.</summary>
    public static BusinessHours Of(Calendar calendar) =>
        new(new(calendar.TimeZone, calendar.Hours, calendar.Holidays, calendar.SpecialOpenings));

    /// <summary>How much of the time from one instant to a later one is open. Exact to the tick (100 ns).</summary>
    public Duration Between(Instant from, Instant to)
    {
        if (to <= from) return Duration.Zero;
        var table = Covering(from, to);
        return Duration.FromTicks(table.OpenUntil(to) - table.OpenUntil(from));
    }

    /// <summary>The first instant by which so much open time has passed: the end of a day, never the start of the
    /// next.</summary>
    /// <returns><paramref name="from"/> itself when nothing is asked for; null when it is not before the year
    /// 2200.</returns>
    public Instant? After(Instant from, Duration open)
    {
        if (open <= Duration.Zero) return from;
        for (var table = Covering(from, from); ; table = Extended(table))
        {
            if (table.WhenOpen(table.OpenUntil(from) + (long)open.TotalTicks) is { } found) return found;
            if (table.Last == LastDay) return null;
        }
    }

    /// <summary>The time from one instant to another in parts, open and closed, without gaps; neighbours of one cause
    /// are one part.</summary>
    public IEnumerable<HoursPart> Parts(Instant from, Instant to)
    {
        HoursPart? pending = null;
        foreach (var part in DayParts(from, to).Select(part => Cut(part, from, to)).Where(part => part.From < part.To))
        {
            var continues = pending?.Cause == part.Cause;
            if (pending is not null && !continues) yield return pending;
            pending = continues ? pending! with { To = part.To } : part;
        }
        if (pending is not null) yield return pending;
    }

    /// <summary>The next openings, each within its day; the first is cut when it has begun already.</summary>
    public IEnumerable<HoursPart> Openings(Instant from)
    {
        for (var day = days.DayOf(from); day <= LastDay; day = day.PlusDays(1))
            foreach (var opening in days.Openings(day).Where(opening => opening.To > from))
                yield return opening with { From = Instant.Max(from, opening.From) };
    }

    private IEnumerable<HoursPart> DayParts(Instant from, Instant to)
    {
        for (var day = days.DayOf(from); days.StartOf(day) < to; day = day.PlusDays(1))
            foreach (var part in days.Parts(day))
                yield return part;
    }

    private static HoursPart Cut(HoursPart part, Instant from, Instant to) =>
        part with { From = Instant.Max(part.From, from), To = Instant.Min(part.To, to) };

    private Timetable Covering(Instant from, Instant to)
    {
        if (counted is { } table && table.From <= from && to < table.To) return table;
        var (first, last) = (Clamp(days.DayOf(from)), Clamp(days.DayOf(to).PlusMonths(1)));
        if (counted is { } narrow)
            (first, last) = (LocalDate.Min(first, narrow.First), LocalDate.Max(last, narrow.Last));
        return counted = new(days, first, last);
    }

    private Timetable Extended(Timetable table) =>
        counted = new(days, table.First, Clamp(table.Last.PlusDays(Period.DaysBetween(table.First, table.Last) + 31)));

    private static LocalDate Clamp(LocalDate day) => LocalDate.Max(FirstDay, LocalDate.Min(LastDay, day));
}
