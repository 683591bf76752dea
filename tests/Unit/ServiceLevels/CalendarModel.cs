using ItsmServerless.ServiceLevels;
using NodaTime;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>A calendar as a person reads it: is this minute on the wall open? Good for days of 24 hours.</summary>
internal static class CalendarModel
{
    public static bool IsOpen(PutCalendar calendar, LocalDate day, int minute)
    {
        if (calendar.SpecialOpenings!.Any(open => Date(open.Date) == day && Within(minute, open.From, open.To))) return true;
        if (calendar.Holidays!.Any(off => Date(off.Date) == day && Within(minute, off.From ?? "00:00", off.To ?? "24:00"))) return false;
        if (calendar.Hours is not { } hours) return true;
        return hours.Of(day.DayOfWeek).Any(open => Begins(minute, open)) ||
            hours.Of(day.PlusDays(-1).DayOfWeek).Any(open => IsOverMidnight(open) && minute < Minutes(open.To));
    }

    private static bool Begins(int minute, OpenHours open) =>
        minute >= Minutes(open.From) && (IsOverMidnight(open) || minute < Minutes(open.To));

    private static bool IsOverMidnight(OpenHours open) => Minutes(open.To) < Minutes(open.From);

    private static bool Within(int minute, string? from, string? to) => minute >= Minutes(from) && minute < Minutes(to);

    private static int Minutes(string? text) => (int.Parse(text![..2], null) * 60) + int.Parse(text[3..], null);

    private static LocalDate Date(string? text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text!).Value;
}
