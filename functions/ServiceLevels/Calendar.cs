using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>When service is promised: a time zone, weekly hours, and the days that are exceptions.</summary>
/// <param name="TimeZone">An id of the IANA time zone database.</param>
/// <param name="Hours">Null: round the clock, on every day that is no holiday.</param>
/// <param name="SpecialOpenings">Open whatever else is said.</param>
/// <param name="Version">Rises with every PUT; earlier versions stay readable, and clocks keep the one they began
/// with.</param>
/// <param name="DeletedAt">Null while agreements may name it.</param>
public sealed record Calendar(
    string Key, string TimeZone, WeekHours? Hours, IReadOnlyList<Holiday> Holidays,
    IReadOnlyList<SpecialOpening>? SpecialOpenings, int Version, Instant PutAt, Instant? DeletedAt = null)
    : IRecord<Calendar, CalendarEvent>
{
    /// <summary>Never null: calendars from before there were any have none.</summary>
    public IReadOnlyList<SpecialOpening> SpecialOpenings { get; init; } = SpecialOpenings ?? [];

    /// <summary>The partition of the list rows; the row is the key.</summary>
    public const string ListPartition = "calendar";

    /// <summary>The prefix of calendars' ids.</summary>
    public const string Prefix = "cal";

    /// <inheritdoc/>
    public static string Practice => "calendar";

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <inheritdoc/>
    public static Calendar Apply(Calendar? state, Recorded<CalendarEvent> recorded) => recorded.Event switch
    {
        CalendarPut e => new(
            e.Key, e.TimeZone, e.Hours, e.Holidays, e.SpecialOpenings, recorded.Sequence, recorded.At),
        CalendarDeleted => state! with { DeletedAt = recorded.At },
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Calendar state) =>
    [
        new(
            TableNames.Settings, ListPartition, DeletableRows.KeyOf(state.Key, state.DeletedAt), SettingsRow.Of(state)),
    ];

    /// <inheritdoc/>
    public static bool IsDeleted(Calendar state) => state.DeletedAt is not null;
}

/// <summary>What happens to a calendar.</summary>
public abstract record CalendarEvent;

/// <summary>The whole calendar as it is from here on.</summary>
[EventType("calendar.put")]
public sealed record CalendarPut(
    string Key, string TimeZone, WeekHours? Hours, IReadOnlyList<Holiday> Holidays,
    IReadOnlyList<SpecialOpening>? SpecialOpenings = null) : CalendarEvent;

/// <summary>No agreement may name it from here on.</summary>
[EventType("calendar.deleted")]
public sealed record CalendarDeleted(string Key) : CalendarEvent;

/// <summary>Open from a time of the day to another, both in the calendar's zone.</summary>
/// <param name="From"><c>HH:mm</c>, included.</param>
/// <param name="To"><c>HH:mm</c>, excluded; <c>24:00</c> is the end of the day. Before <paramref name="From"/> it is a
/// time of the next day.</param>
public sealed record OpenHours(string? From, string? To);

/// <summary>The open hours of each day of the week; a day that is missing is closed.</summary>
public sealed record WeekHours(
    IReadOnlyList<OpenHours>? Monday = null, IReadOnlyList<OpenHours>? Tuesday = null,
    IReadOnlyList<OpenHours>? Wednesday = null, IReadOnlyList<OpenHours>? Thursday = null,
    IReadOnlyList<OpenHours>? Friday = null, IReadOnlyList<OpenHours>? Saturday = null,
    IReadOnlyList<OpenHours>? Sunday = null)
{
    /// <summary>The hours of a day, in the order they were given; empty when closed.</summary>
    public IReadOnlyList<OpenHours> Of(IsoDayOfWeek day) => day switch
    {
        IsoDayOfWeek.Monday => Monday,
        IsoDayOfWeek.Tuesday => Tuesday,
        IsoDayOfWeek.Wednesday => Wednesday,
        IsoDayOfWeek.Thursday => Thursday,
        IsoDayOfWeek.Friday => Friday,
        IsoDayOfWeek.Saturday => Saturday,
        _ => Sunday,
    } ?? [];
}

/// <summary>A day without service, or a part of one.</summary>
/// <param name="Date"><c>yyyy-MM-dd</c> in the calendar's zone.</param>
/// <param name="From">From when it is closed, <c>HH:mm</c>; from the beginning of the day when missing.</param>
/// <param name="To">Until when, <c>HH:mm</c> or <c>24:00</c>; until the end of the day when missing.</param>
public sealed record Holiday(string? Date, string? Name = null, string? From = null, string? To = null);

/// <summary>Service out of the ordinary, also on a holiday.</summary>
/// <param name="Date"><c>yyyy-MM-dd</c> in the calendar's zone.</param>
public sealed record SpecialOpening(string? Date, string? From, string? To, string? Name = null);
