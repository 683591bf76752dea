using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using ItsmServerless.ServiceLevels;
using NodaTime;
using NodaTime.Text;
using RecurringEvent = Ical.Net.CalendarComponents.CalendarEvent;

namespace ItsmServerless.Changes;

/// <summary>The times of maintenance windows on the time line.</summary>
/// <remarks>A time of the wall that spring skips is shifted forward, one that autumn has twice means the first
/// (NodaTime's lenient resolver); what lasts, lasts by the clock.</remarks>
internal static class MaintenanceTimes
{
    /// <summary>How a start is written.</summary>
    public static readonly LocalDateTimePattern Start =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    private static readonly EvaluationOptions Bounded = new() { MaxUnmatchedIncrementsLimit = 10_000 };

    /// <summary>The times of several windows together that touch a time, in order, those that touch each other as
    /// one.</summary>
    public static IReadOnlyList<Window> Of(IEnumerable<MaintenanceWindow> windows, Window around)
    {
        var merged = new List<Window>();
        foreach (var time in windows.SelectMany(window => Of(window, around)).OrderBy(time => time.Start))
        {
            if (merged.Count > 0 && time.Start <= merged[^1].End)
                merged[^1] = merged[^1] with { End = Instant.Max(merged[^1].End, time.End) };
            else merged.Add(time);
        }
        return merged;
    }

    /// <summary>The times of a window that touch a time, in order.</summary>
    public static IEnumerable<Window> Of(MaintenanceWindow window, Window around) => window.Recurrence is { } recurrence
        ? Recurring(recurrence, DateTimeZoneProviders.Tzdb[window.TimeZone], around)
        : Weekly(window, around);

    /// <summary>The rule as the library reads it; null when it cannot, or when it recurs more often than
    /// daily.</summary>
    public static RecurrencePattern? Rule(string text)
    {
        try
        {
            var rule = new RecurrencePattern(text);
            return rule.Frequency is Ical.Net.FrequencyType.Daily or Ical.Net.FrequencyType.Weekly
                or Ical.Net.FrequencyType.Monthly or Ical.Net.FrequencyType.Yearly ? rule : null;
        }
        catch (Exception broken) when (broken is ArgumentException or FormatException or OverflowException
            or InvalidOperationException or IndexOutOfRangeException)
        {
            return null; // The library has no other way to say that a text is no rule.
        }
    }

    /// <summary>Whether a recurrence that can be read ever comes.</summary>
    public static bool Comes(MaintenanceRecurrence recurrence)
    {
        try
        {
            return Starts(recurrence, Start.Parse(recurrence.Start).Value).Any();
        }
        catch (EvaluationException)
        {
            return false; // The library's way to say that it looked long enough: a 30th of February.
        }
    }

    private static IEnumerable<Window> Weekly(MaintenanceWindow window, Window around) =>
        new BusinessHours(new CalendarDays(window.TimeZone, window.Hours, [])).Openings(around.Start)
            .TakeWhile(opening => opening.From < around.End)
            .Select(opening => new Window(opening.From, opening.To));

    private static IEnumerable<Window> Recurring(MaintenanceRecurrence recurrence, DateTimeZone zone, Window around)
    {
        var from = (around.Start - recurrence.Duration).InZone(zone).LocalDateTime.PlusDays(-1);
        return Starts(recurrence, from)
            .Select(start => start.InZoneLeniently(zone).ToInstant())
            .Select(start => new Window(start, start + recurrence.Duration))
            .TakeWhile(time => time.Start < around.End)
            .Where(time => time.Overlaps(around.Start, around.End));
    }

    /// <summary>The starts from a time on, on the wall.</summary>
    private static IEnumerable<LocalDateTime> Starts(MaintenanceRecurrence recurrence, LocalDateTime from)
    {
        var first = Start.Parse(recurrence.Start).Value.ToDateTimeUnspecified();
        var series = new RecurringEvent { Start = new CalDateTime(first), RecurrenceRule = Rule(recurrence.Rule) };
        return series.GetOccurrences(new CalDateTime(from.ToDateTimeUnspecified()), Bounded)
            .Select(occurrence => LocalDateTime.FromDateTime(occurrence.Period.StartTime.Value));
    }
}
