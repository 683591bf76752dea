using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>The desk adds the holidays of a file to a calendar. Nothing that is there is changed or taken away.</summary>
public sealed record ImportHolidays(byte[] File, LocalDate From, LocalDate To)
{
    /// <summary>What the file would add, and what of it is closed already.</summary>
    public Outcome<HolidayDifference> Compare(Calendar calendar) =>
        HolidayFile.Read(File, DateTimeZoneProviders.Tzdb[calendar.TimeZone], From, To)
            .Map(found => HolidayDifference.Of(calendar.Holidays, found));

    /// <summary>The calendar with what the file adds; nothing when it adds nothing.</summary>
    public static Decision<CalendarEvent> Decide(string key, Calendar? calendar, ImportHolidays command)
    {
        if (calendar is null) return Problem.NotFound($"calendar {key}");
        if (command.Compare(calendar).IsRefused(out var unreadable, out var difference)) return unreadable;
        if (difference.Added is []) return Decision<CalendarEvent>.Nothing;
        var body = new PutCalendar(
            calendar.TimeZone, calendar.Hours, [.. calendar.Holidays, .. difference.Added], calendar.SpecialOpenings);
        FieldError[] errors = [.. PutCalendar.Validate(body)];
        return errors.Length > 0 ? Problem.Validation([.. errors]) : PutCalendar.Decide(calendar.Key, body);
    }
}

/// <summary>A file of holidays beside a calendar.</summary>
/// <param name="Added">What the calendar does not have yet.</param>
/// <param name="Unchanged">What is closed already, in whole or in part; it stays as it is.</param>
public sealed record HolidayDifference(IReadOnlyList<Holiday> Added, IReadOnlyList<Holiday> Unchanged)
{
    /// <summary>Compares by date and time; names do not matter.</summary>
    public static HolidayDifference Of(IReadOnlyList<Holiday> present, IReadOnlyList<Holiday> found)
    {
        var (added, unchanged) = (new List<Holiday>(), new List<Holiday>());
        foreach (var holiday in found)
            (present.Concat(added).Any(other => Overlaps(other, holiday)) ? unchanged : added).Add(holiday);
        return new(added, unchanged);
    }

    private static bool Overlaps(Holiday one, Holiday other) =>
        one.Date == other.Date && Start(one) < End(other) && Start(other) < End(one);

    private static int Start(Holiday holiday) => CalendarText.Minutes(holiday.From) ?? 0;

    private static int End(Holiday holiday) => CalendarText.Minutes(holiday.To) ?? CalendarText.EndOfDay;
}
