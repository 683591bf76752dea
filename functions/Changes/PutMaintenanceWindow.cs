using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.ServiceLevels;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A maintenance window as a whole: for services, items or both, with weekly hours or a recurrence.</summary>
/// <param name="Hours">As those of a calendar.</param>
public sealed record PutMaintenanceWindow(
    string? Name, string? TimeZone, IReadOnlyList<string>? Services = null, IReadOnlyList<string>? Items = null,
    WeekHours? Hours = null, PutRecurrence? Recurrence = null) : IBody<PutMaintenanceWindow>
{
    private const int MostSubjects = 50;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutMaintenanceWindow body) =>
    [
        .. ChangeFields.Line("/name", body.Name, 128, required: true),
        .. Subjects("/services", body.Services),
        .. Subjects("/items", body.Items),
        .. Check.That(
            body.Services is { Count: > 0 } || body.Items is { Count: > 0 }, "/services", "required",
            "/services or /items is required: a maintenance window is for some of them."),
        .. PutCalendar.Validate("", new(body.TimeZone, body.Hours)),
        .. Check.That(
            body.Hours is null != body.Recurrence is null, "/hours", "one_of",
            "/hours or /recurrence is required, and not both."),
        .. body.Recurrence?.Validate() ?? [],
        .. DocumentSize.Check("", body),
    ];

    /// <summary>The whole window is replaced; the key comes from the path.</summary>
    public static Decision<MaintenanceWindowEvent> Decide(string key, PutMaintenanceWindow body) =>
        Check.Key("key", key).ToArray() is [var bad, ..]
            ? Problem.Validation(bad)
            : new MaintenanceWindowPut(
                key, body.Name!, body.Services ?? [], body.Items ?? [], body.TimeZone!, body.Hours,
                body.Recurrence?.Value);

    private static IEnumerable<FieldError> Subjects(string pointer, IReadOnlyList<string>? values) =>
    [
        .. Check.Count(pointer, values, 0, MostSubjects),
        .. Check.Each(pointer, values, (at, value) => ChangeFields.Line(at, value, 100, required: true)),
    ];
}

/// <summary>A time that comes again.</summary>
/// <param name="Start">The first time, on the wall of the zone: <c>2026-12-06T22:00</c>.</param>
/// <param name="Duration">A minute to 14 days.</param>
/// <param name="Rule">A recurrence rule (RFC 5545, 3.3.10) such as <c>FREQ=MONTHLY;BYDAY=1SU</c>; at most once a
/// day.</param>
public sealed record PutRecurrence(string? Start, Duration? Duration, string? Rule)
{
    private const int LongestRule = 500;
    private static readonly Duration Shortest = NodaTime.Duration.FromMinutes(1);
    private static readonly Duration Longest = NodaTime.Duration.FromDays(14);

    internal MaintenanceRecurrence Value => new(Start!, Duration!.Value, Rule!);

    internal IEnumerable<FieldError> Validate() => Flaws().DefaultIfEmpty(NeverComes()).OfType<FieldError>();

    private IEnumerable<FieldError> Flaws() =>
    [
        .. Check.Present("/recurrence/start", Start),
        .. Check.That(
            Start is null || IsStart(Start), "/recurrence/start", "time",
            "/recurrence/start is not a time of the wall such as 2026-12-06T22:00, from 1970 to 2199."),
        .. Check.Present("/recurrence/duration", Duration),
        .. Check.That(
            Duration is null || (Duration >= Shortest && Duration <= Longest), "/recurrence/duration", "range",
            "/recurrence/duration is not from PT1M to P14D."),
        .. Check.Text("/recurrence/rule", Rule, 1, LongestRule),
        .. Check.That(
            Rule is null or { Length: > LongestRule } || MaintenanceTimes.Rule(Rule) is not null,
            "/recurrence/rule", "rule",
            "/recurrence/rule is no recurrence rule of RFC 5545 that recurs at most once a day."),
    ];

    /// <summary>Asked only of one that can be read.</summary>
    private FieldError? NeverComes() => Start is null || Rule is null || Duration is null || Flaws().Any() ? null
        : MaintenanceTimes.Comes(Value) ? null
        : new("/recurrence/rule", "never", "/recurrence/rule never comes after /recurrence/start.");

    private static bool IsStart(string text) =>
        MaintenanceTimes.Start.Parse(text) is { Success: true } start && BusinessHours.Knows(start.Value.Date);
}
