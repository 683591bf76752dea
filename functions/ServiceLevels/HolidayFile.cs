using System.Runtime.Serialization;
using System.Text;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using NodaTime.Text;
using FileEvent = Ical.Net.CalendarComponents.CalendarEvent;

namespace ItsmServerless.ServiceLevels;

/// <summary>Reads holidays from a file of the iCalendar format (RFC 5545), such as governments and Outlook give
/// away.</summary>
/// <remarks>A whole day for an event of days; a part of each day it touches for an event of hours, in the calendar's
/// zone. Repetitions are unfolded; cancelled events are left out.</remarks>
internal static class HolidayFile
{
    /// <summary>The largest file that is read.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Its media type.</summary>
    public const string MediaType = "text/calendar";

    private static readonly EvaluationOptions Bounded = new() { MaxUnmatchedIncrementsLimit = 10_000 };

    /// <summary>The holidays between two days, both included, by date.</summary>
    /// <returns>Them; or <c>validation_failed</c>: it is no such file, it repeats more often than daily, or there are
    /// more than 1,000.</returns>
    public static Outcome<IReadOnlyList<Holiday>> Read(byte[] file, DateTimeZone zone, LocalDate from, LocalDate to)
    {
        try
        {
            var calendar = Ical.Net.Calendar.Load(Encoding.UTF8.GetString(file));
            if (calendar is null) return Unreadable("it holds no VCALENDAR");
            if (calendar.Events.Any(RepeatsWithinADay)) return Unreadable("an event repeats more often than daily");
            Holiday[] found = [.. Holidays(calendar, zone, from, to).Distinct().Take(CalendarEntries.MostEntries + 1)];
            return found.Length <= CalendarEntries.MostEntries
                ? found.OrderBy(holiday => holiday.Date, StringComparer.Ordinal).ToList()
                : Unreadable($"it has more than {CalendarEntries.MostEntries} holidays in that time");
        }
        catch (Exception broken) when (broken is SerializationException or ArgumentException or FormatException
            or EvaluationException or InvalidOperationException)
        {
            // The library has no other way to say that a text is not what it claims to be.
            return Unreadable("it cannot be read as iCalendar");
        }
    }

    private static IEnumerable<Holiday> Holidays(Ical.Net.Calendar calendar, DateTimeZone zone, LocalDate from, LocalDate to) =>
        calendar.GetOccurrences<FileEvent>(new CalDateTime(from.PlusDays(-1).ToDateOnly()), Bounded)
            .TakeWhile(occurrence => DayOf(occurrence.Period.StartTime, zone) <= to)
            .Where(occurrence => !IsCancelled((FileEvent)occurrence.Source))
            .SelectMany(occurrence => Days(occurrence, zone))
            .Where(holiday => CalendarText.Date(holiday.Date) is { } day && day >= from && day <= to);

    private static IEnumerable<Holiday> Days(Occurrence occurrence, DateTimeZone zone)
    {
        var name = NameOf((FileEvent)occurrence.Source);
        var (start, end) = (Wall(occurrence.Period.StartTime, zone), Wall(occurrence.Period.EffectiveEndTime, zone));
        for (var day = start.Date; day.AtMidnight() < end && BusinessHours.Knows(day); day = day.PlusDays(1))
        {
            var (from, to) = (day == start.Date ? start.TimeOfDay : LocalTime.Midnight, day.PlusDays(1).AtMidnight() <= end);
            yield return new(
                LocalDatePattern.Iso.Format(day), name,
                from == LocalTime.Midnight ? null : Text(from), to ? null : Text(end.TimeOfDay));
        }
    }

    private static LocalDateTime Wall(CalDateTime? time, DateTimeZone zone)
    {
        if (time is null) return default;
        if (!time.HasTime || time.IsFloating) return LocalDateTime.FromDateTime(time.Value);
        return Instant.FromDateTimeUtc(DateTime.SpecifyKind(time.AsUtc, DateTimeKind.Utc)).InZone(zone).LocalDateTime;
    }

    private static LocalDate DayOf(CalDateTime time, DateTimeZone zone) => Wall(time, zone).Date;

    private static string? NameOf(FileEvent entry) =>
        entry.Summary?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, CalendarEntries.LongestName)] : null;

    private static bool IsCancelled(FileEvent entry) =>
        string.Equals(entry.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase);

    private static bool RepeatsWithinADay(FileEvent entry) =>
        entry.RecurrenceRule?.Frequency is Ical.Net.FrequencyType.Secondly or Ical.Net.FrequencyType.Minutely
            or Ical.Net.FrequencyType.Hourly;

    private static string Text(LocalTime time) => time.ToString("HH':'mm", null);

    private static Problem Unreadable(string why) =>
        Problem.Validation(new FieldError("", "icalendar", $"The file was not taken: {why}."));
}
