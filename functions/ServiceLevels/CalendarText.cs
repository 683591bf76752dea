using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.ServiceLevels;

/// <summary>Reads the texts that calendars are written in.</summary>
public static class CalendarText
{
    /// <summary>The minutes of a whole day, and what <c>24:00</c> means.</summary>
    public const int EndOfDay = 24 * 60;

    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>Minutes since midnight on the wall, 0 to 1,440; null when it is no such time.</summary>
    public static int? Minutes(string? text) =>
        text is "24:00" ? EndOfDay
        : text is not null && Time.Parse(text).TryGetValue(default, out var time) ? (time.Hour * 60) + time.Minute
        : null;

    /// <summary>A date as <c>yyyy-MM-dd</c>; null when it is none.</summary>
    public static LocalDate? Date(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date) ? date : null;

    /// <summary>A zone of the IANA database by its id or a link to it; null when it has none.</summary>
    public static DateTimeZone? Zone(string? text) =>
        text is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(text);

    /// <summary>The day's name as <see cref="WeekHours"/> spells it.</summary>
    public static string NameOf(IsoDayOfWeek day) => day.ToString().ToLowerInvariant();
}
