using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Kernel.Languages;

/// <summary>Who reads a page or a mail: in which language, and by which clock on the wall.</summary>
public sealed record Reader(Language Language, DateTimeZone Zone)
{
    private static readonly OffsetPattern Offset = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    /// <summary>Somebody of whom nothing is known.</summary>
    public static Reader Unknown { get; } = new(Language.English, DateTimeZone.Utc);

    /// <summary>The reader that an entry of a person describes.</summary>
    /// <param name="language">The tag; null for what the browser asks for.</param>
    /// <param name="timeZone">The id of the tz database; null for UTC.</param>
    /// <param name="acceptLanguage">The browser's header; null where there is no browser.</param>
    public static Reader Of(string? language, string? timeZone, string? acceptLanguage = null) => new(
        Words<Language>.Parse(language) ?? PreferredLanguage.Of(acceptLanguage),
        (timeZone is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone)) ?? DateTimeZone.Utc);

    private DateTexts Dates => DateTexts.InEach.In(Language);

    /// <summary>Day, time and zone: <c>Tuesday, 1 December 2026, 21:00 (Europe/Berlin, UTC+01:00)</c>.</summary>
    public string When(Instant at) => $"{Local(at)} {Suffix(at)}";

    /// <summary>A period; its day and its zone once where both ends have the same.</summary>
    public string Period(Instant from, Instant until)
    {
        var (start, end) = (from.InZone(Zone), until.InZone(Zone));
        if (start.Offset != end.Offset) return Dates.Days(When(from), When(until));
        var span = start.Date == end.Date
            ? Dates.OneDay(Dates.Date(start.Date), Dates.Time(start.TimeOfDay), Dates.Time(end.TimeOfDay))
            : Dates.Days(Local(from), Local(until));
        return $"{span} {Suffix(from)}";
    }

    private string Local(Instant at)
    {
        var local = at.InZone(Zone);
        return Dates.At(Dates.Date(local.Date), Dates.Time(local.TimeOfDay));
    }

    private string Suffix(Instant at) =>
        Zone == DateTimeZone.Utc ? "(UTC)" : $"({Zone.Id}, UTC{Offset.Format(Zone.GetUtcOffset(at))})";
}
