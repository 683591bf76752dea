using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>The desk makes or replaces a calendar. Clocks that run keep the version they began with.</summary>
/// <param name="Hours">Missing means round the clock; a day that is missing in it is closed.</param>
/// <param name="Holidays">Closed days and parts of days.</param>
/// <param name="SpecialOpenings">Open times beyond the hours, also on holidays.</param>
public sealed record PutCalendar(
    string? TimeZone, WeekHours? Hours = null, IReadOnlyList<Holiday>? Holidays = null,
    IReadOnlyList<SpecialOpening>? SpecialOpenings = null) : IBody<PutCalendar>
{
    private const int MostOpeningsADay = 24;

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
        .. CalendarEntries.Validate($"{pointer}/holidays", body.Holidays),
        .. CalendarEntries.Validate($"{pointer}/specialOpenings", body.SpecialOpenings),
        .. DocumentSize.Check(pointer, body),
    ];

    /// <summary>The whole calendar is replaced; the key comes from the path.</summary>
    public static Decision<CalendarEvent> Decide(string key, PutCalendar body)
    {
        FieldError[] errors = [.. Check.Key("key", key)];
        return errors.Length > 0
            ? Problem.Validation([.. errors])
            : new CalendarPut(key, body.TimeZone!, body.Hours, body.Holidays ?? [], body.SpecialOpenings ?? []);
    }

    /// <summary>The calendar as it would be, for a simulation.</summary>
    public BusinessHours ToHours() => new(new(TimeZone!, Hours, Holidays ?? [], SpecialOpenings));

    private static IEnumerable<FieldError> Week(string pointer, WeekHours hours)
    {
        IsoDayOfWeek[] days = [.. Enumerable.Range(1, 7).Select(day => (IsoDayOfWeek)day)];
        FieldError[] errors =
        [
            .. Check.That(
                days.Any(day => hours.Of(day).Count > 0), pointer, "never_open",
                $"{pointer} opens on no day; leave it out for a service round the clock."),
            .. days.SelectMany(day => OpeningsOf($"{pointer}/{CalendarText.NameOf(day)}", hours.Of(day))),
        ];
        return errors.Length > 0 ? errors : Overlaps(pointer, hours);
    }

    private static IEnumerable<FieldError> OpeningsOf(string pointer, IReadOnlyList<OpenHours> openings) =>
        [.. Check.Count(pointer, openings, 0, MostOpeningsADay), .. Check.Each(pointer, openings, Opening)];

    private static IEnumerable<FieldError> Opening(string pointer, OpenHours? opening) => opening is null
        ? Check.Present(pointer, null)
        :
        [
            .. CalendarEntries.Times(pointer, opening.From, opening.To),
            .. Check.That(
                opening.From is null || opening.From != opening.To, $"{pointer}/to", "order",
                $"{pointer} has no length; a whole day is 00:00 to 24:00."),
        ];

    private static IEnumerable<FieldError> Overlaps(string pointer, WeekHours hours) =>
        WeekMinutes.Overlaps(hours).Select(pair => new FieldError(
            $"{pointer}{pair.Second.Pointer}", "overlap",
            $"{pointer}{pair.Second.Pointer} begins before {pointer}{pair.First.Pointer} ends."));
}
