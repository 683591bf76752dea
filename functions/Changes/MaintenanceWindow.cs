using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.ServiceLevels;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>When services and items may be changed that have such times. Every put is a new version.</summary>
/// <param name="Services">The services it is for.</param>
/// <param name="Items">The configuration items it is for.</param>
/// <param name="TimeZone">An id of the IANA time zone database.</param>
/// <param name="Hours">Every week at these hours; null where it recurs in another way.</param>
/// <param name="Recurrence">Again and again by a rule; null where it has weekly hours.</param>
public sealed record MaintenanceWindow(
    string Key, int Version, string Name, IReadOnlyList<string> Services, IReadOnlyList<string> Items, string TimeZone,
    WeekHours? Hours, MaintenanceRecurrence? Recurrence, Instant? DeletedAt = null)
    : IRecord<MaintenanceWindow, MaintenanceWindowEvent>
{
    /// <summary>The prefix of windows' ids.</summary>
    public const string Prefix = "mwn";

    /// <summary>The partition of windows among the tenant's settings.</summary>
    public const string Kind = "maintenance-window";

    /// <inheritdoc/>
    public static string Practice => Kind;

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <inheritdoc/>
    public static MaintenanceWindow Apply(
        MaintenanceWindow? state, Recorded<MaintenanceWindowEvent> recorded) => recorded.Event switch
        {
            MaintenanceWindowPut e => new(
                e.Key, recorded.Sequence, e.Name, e.Services, e.Items, e.TimeZone, e.Hours, e.Recurrence),
            MaintenanceWindowDeleted => state! with { DeletedAt = recorded.At },
            _ => throw new InvalidDataException($"{recorded.Record} holds {recorded.Event.GetType().Name}."),
        };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(MaintenanceWindow state) =>
        [new(TableNames.Settings, Kind, DeletableRows.KeyOf(state.Key, state.DeletedAt), SettingsRow.Of(state))];

    /// <inheritdoc/>
    public static bool IsDeleted(MaintenanceWindow state) => state.DeletedAt is not null;

    /// <summary>Whether it is for a service. Compared without case.</summary>
    public bool IsForService(string service) => Services.Contains(service, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is for an item. Compared without case.</summary>
    public bool IsForItem(string item) => Items.Contains(item, StringComparer.OrdinalIgnoreCase);
}

/// <summary>A time that comes again.</summary>
/// <param name="Start">The first time, on the wall of the zone: <c>2026-12-06T22:00</c>.</param>
/// <param name="Rule">A recurrence rule (RFC 5545, 3.3.10), at most once a day.</param>
public sealed record MaintenanceRecurrence(string Start, Duration Duration, string Rule);

/// <summary>What can happen to a maintenance window.</summary>
public abstract record MaintenanceWindowEvent;

/// <summary>The whole window as it is from here on.</summary>
[EventType("maintenance-window.put")]
public sealed record MaintenanceWindowPut(
    string Key, string Name, IReadOnlyList<string> Services, IReadOnlyList<string> Items, string TimeZone,
    WeekHours? Hours, MaintenanceRecurrence? Recurrence) : MaintenanceWindowEvent;

/// <summary>It is for nothing from here on.</summary>
[EventType("maintenance-window.deleted")]
public sealed record MaintenanceWindowDeleted(string Key) : MaintenanceWindowEvent;
