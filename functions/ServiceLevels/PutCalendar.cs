using System.Text.Json;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>The desk makes or replaces a calendar. Clocks that run keep the version they began with.</summary>
/// <param name="Hours">Missing means round the clock; a day that is missing in it is closed.</param>
public sealed record PutCalendar(string? TimeZone, WeekHours? Hours = null, IReadOnlyList<Holiday>? Holidays = null)
    : IBody<PutCalendar>
{
    private const int MostOpeningsADay = 24;
    private const int MostHolidays = 1000;
    private const int LongestName = 100;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutCalendar body) => Validate("", body);

    /// <summary>The same for a calendar that is a member of another body.</summary>
    public static IEnumerable<FieldError> Validate(string pointer, PutCalendar body) =>
    [
        .. Check.Present($"{pointer}/timeZone", body.TimeZone),
        .. Check.That(
            body.TimeZone is null || CalendarText.Zone(body.TimeZone) is not null, $"{pointer}/timeZone", "time_zone",
            $"{pointer}/timeZone is no zone of the IANA time zone database."),
        .. body.Hours is { } hours ? Week($"{pointer}/hours", hours) : [],
        .. Check.Count($"{pointer}/holidays", body.Holidays, 0, MostHolidays),
        .. Check.Each($"{pointer}/holidays", body.Holidays, Day),
        .. Twice($"{pointer}/holidays", body.Holidays ?? []),
        .. DocumentSize.Check(pointer, body),
    ];

    /// <summary>The whole calendar is replaced; the key comes from the path.</summary>
    public static Decision<CalendarEvent> Decide(string key, PutCalendar body)
    {
        FieldError[] errors = [.. Check.Key("key", key)];
        return errors.Length > 0
            ? Problem.Validation([.. errors])
            : new CalendarPut(key, body.TimeZone!, body.Hours, body.Holidays ?? []);
    }

    /// <summary>The calendar as it would be, for a simulation.</summary>
    public BusinessHours ToHours() => new(new(TimeZone!, Hours, Holidays ?? []));

    private static IEnumerable<FieldError> Week(string pointer, WeekHours hours)
    {
        IsoDayOfWeek[] days = [.. Enumerable.Range(1, 7).Select(day => (IsoDayOfWeek)day)];
        return
        [
            .. Check.That(
                days.Any(day => hours.Of(day).Count > 0), pointer, "never_open",
                $"{pointer} opens on no day; leave it out for a service round the clock."),
            .. days.SelectMany(day => OpeningsOf($"{pointer}/{CalendarText.NameOf(day)}", hours.Of(day))),
        ];
    }

    private static IEnumerable<FieldError> OpeningsOf(string pointer, IReadOnlyList<OpenHours> openings)
    {
        FieldError[] errors =
            [.. Check.Count(pointer, openings, 0, MostOpeningsADay), .. Check.Each(pointer, openings, Opening)];
        return errors.Length > 0 ? errors : Overlaps(pointer, openings);
    }

    private static IEnumerable<FieldError> Opening(string pointer, OpenHours? opening)
    {
        if (opening is null) return Check.Present(pointer, null);
        var (from, to) = (CalendarText.Minutes(opening.From), CalendarText.Minutes(opening.To));
        return
        [
            .. Check.That(
                from < CalendarText.EndOfDay, $"{pointer}/from", "time",
                $"{pointer}/from is not a time from 00:00 to 23:59."),
            .. Check.That(to is not null, $"{pointer}/to", "time", $"{pointer}/to is not a time from 00:01 to 24:00."),
            .. Check.That(
                from is null || to is null || from < to, $"{pointer}/to", "order",
                $"{pointer}/to is {opening.To}, not after {opening.From}; hours over midnight are two openings."),
        ];
    }

    private static IEnumerable<FieldError> Overlaps(string pointer, IReadOnlyList<OpenHours> openings)
    {
        var inOrder = openings.Select((opening, index) => (opening, index))
            .OrderBy(pair => CalendarText.Minutes(pair.opening.From)).ToList();
        return inOrder.Zip(inOrder.Skip(1))
            .Where(pair => CalendarText.Minutes(pair.Second.opening.From) < CalendarText.Minutes(pair.First.opening.To))
            .Select(pair => new FieldError(
                $"{pointer}/{pair.Second.index}", "overlap",
                $"{pointer}/{pair.Second.index} begins at {pair.Second.opening.From}, " +
                $"before {pointer}/{pair.First.index} ends."));
    }

    private static IEnumerable<FieldError> Day(string pointer, Holiday? holiday) => holiday is null
        ? Check.Present(pointer, null)
        :
        [
            .. Check.That(
                CalendarText.Date(holiday.Date) is { } date && BusinessHours.Knows(date), $"{pointer}/date", "date",
                $"{pointer}/date is not a date such as 2026-12-25."),
            .. Check.Text($"{pointer}/name", holiday.Name, 0, LongestName),
        ];

    private static IEnumerable<FieldError> Twice(string pointer, IReadOnlyList<Holiday?> holidays) => holidays
        .Select((holiday, index) => (holiday?.Date, index))
        .GroupBy(pair => pair.Date).SelectMany(same => same.Skip(1))
        .Select(pair => new FieldError(
            $"{pointer}/{pair.index}/date", "duplicate", $"{pointer}/{pair.index}/date is {pair.Date} a second time."));
}

/// <summary>How large a document may be that is kept whole in one row.</summary>
internal static class DocumentSize
{
    /// <summary>48 KiB of JSON: within the 64 KiB of a property (<see cref="Kernel.Storage.Limits"/>), with room for
    /// its envelope.</summary>
    private const int Most = 48 << 10;

    /// <summary>An error when the document is larger.</summary>
    public static IEnumerable<FieldError> Check<T>(string pointer, T document) where T : class
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, Json.Stored).Length;
        return Kernel.Outcomes.Check.That(
            bytes <= Most, pointer, "too_large", $"The document has {bytes} bytes as JSON; {Most} are allowed.");
    }
}
