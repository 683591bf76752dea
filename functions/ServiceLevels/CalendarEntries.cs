using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.ServiceLevels;

/// <summary>Checks what a calendar says of single days.</summary>
internal static class CalendarEntries
{
    /// <summary>How many a calendar has at most, of each kind.</summary>
    public const int MostEntries = 1000;

    /// <summary>How long their names are at most.</summary>
    public const int LongestName = 100;

    /// <summary>Holidays: real dates, readable times in order, no two at the same time.</summary>
    public static IEnumerable<FieldError> Validate(string pointer, IReadOnlyList<Holiday>? holidays) =>
    [
        .. Check.Count(pointer, holidays, 0, MostEntries),
        .. Check.Each(pointer, holidays, (at, holiday) => holiday is null ? Check.Present(at, null)
            : Entry(at, holiday.Date, holiday.From ?? "00:00", holiday.To ?? "24:00", holiday.Name)),
        .. Twice(pointer, [.. (holidays ?? []).Select(Span)]),
    ];

    /// <summary>Special openings: the same rules, and both times are needed.</summary>
    public static IEnumerable<FieldError> Validate(string pointer, IReadOnlyList<SpecialOpening>? openings) =>
    [
        .. Check.Count(pointer, openings, 0, MostEntries),
        .. Check.Each(pointer, openings, (at, opening) => opening is null ? Check.Present(at, null)
            : Entry(at, opening.Date, opening.From, opening.To, opening.Name)),
        .. Twice(pointer, [.. (openings ?? []).Select(Span)]),
    ];

    /// <summary>Two times of the wall.</summary>
    public static IEnumerable<FieldError> Times(string pointer, string? from, string? to) =>
    [
        .. Check.That(
            CalendarText.Minutes(from) < CalendarText.EndOfDay, $"{pointer}/from", "time",
            $"{pointer}/from is not a time from 00:00 to 23:59."),
        .. Check.That(
            CalendarText.Minutes(to) is not null, $"{pointer}/to", "time",
            $"{pointer}/to is not a time from 00:00 to 24:00."),
    ];

    private static IEnumerable<FieldError> Entry(string pointer, string? date, string? from, string? to, string? name) =>
    [
        .. Check.That(
            CalendarText.Date(date) is { } day && BusinessHours.Knows(day), $"{pointer}/date", "date",
            $"{pointer}/date is not a date such as 2026-12-25."),
        .. Times(pointer, from, to),
        .. Check.That(
            !(CalendarText.Minutes(from) >= CalendarText.Minutes(to)), $"{pointer}/to", "order",
            $"{pointer}/to is {to}, not after {from}; what goes over midnight is two entries."),
        .. Check.Text($"{pointer}/name", name, 0, LongestName),
    ];

    private static DaySpan Span(Holiday? holiday) => new(
        holiday?.Date, CalendarText.Minutes(holiday?.From) ?? 0,
        CalendarText.Minutes(holiday?.To) ?? CalendarText.EndOfDay);

    private static DaySpan Span(SpecialOpening? opening) =>
        new(opening?.Date, CalendarText.Minutes(opening?.From) ?? 0, CalendarText.Minutes(opening?.To) ?? 0);

    private static IEnumerable<FieldError> Twice(string pointer, IReadOnlyList<DaySpan> spans) => spans
        .Select((span, index) => (Span: span, Index: index))
        .Where(entry => entry.Span.Date is not null)
        .GroupBy(entry => entry.Span.Date)
        .SelectMany(day => day.Where(entry => day.Any(other =>
            other.Index < entry.Index && other.Span.From < entry.Span.To && entry.Span.From < other.Span.To)))
        .Select(entry => new FieldError(
            $"{pointer}/{entry.Index}/date", "duplicate",
            $"{pointer}/{entry.Index} is at the same time on {entry.Span.Date} as an entry before it."));

    private sealed record DaySpan(string? Date, int From, int To);
}
