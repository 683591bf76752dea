using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Configuration;

/// <summary>A means of delivering value to customers (ISO/IEC 20000-1, 3.2.15), as others refer to it by its
/// key.</summary>
/// <param name="Owner">Who answers for it; null when nobody does yet.</param>
/// <param name="Version">Rises with every PUT; earlier versions stay readable.</param>
/// <param name="DeletedAt">Null while it is there.</param>
public sealed record Service(
    string Key, string Name, EmailAddress? Owner, string? Description, int Version, Instant PutAt,
    Instant? DeletedAt = null) : IRecord<Service, ServiceEvent>
{
    /// <summary>The prefix of services' ids.</summary>
    public const string Prefix = "svc";

    /// <inheritdoc/>
    public static string Practice => "service";

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <inheritdoc/>
    public static Service Apply(Service? state, Recorded<ServiceEvent> recorded) => recorded.Event switch
    {
        ServicePut e => new(e.Key, e.Name, e.Owner, e.Description, recorded.Sequence, recorded.At),
        ServiceDeleted => state! with { DeletedAt = recorded.At },
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Service state) =>
        [new(TableNames.Settings, Practice, DeletableRows.KeyOf(state.Key, state.DeletedAt), SettingsRow.Of(state))];

    /// <inheritdoc/>
    public static bool IsDeleted(Service state) => state.DeletedAt is not null;
}

/// <summary>What happens to a service's entry.</summary>
public abstract record ServiceEvent;

/// <summary>The whole entry as it is from here on.</summary>
[EventType("service.put")]
public sealed record ServicePut(string Key, string Name, EmailAddress? Owner, string? Description) : ServiceEvent;

/// <summary>It is no longer offered.</summary>
[EventType("service.deleted")]
public sealed record ServiceDeleted(string Key) : ServiceEvent;

/// <summary>A service as callers see it.</summary>
public sealed record ServiceView(
    string Key, string Name, EmailAddress? Owner, string? Description, int Version, Instant PutAt)
{
    /// <summary>The view of a service.</summary>
    public static ServiceView Of(Service service) =>
        new(service.Key, service.Name, service.Owner, service.Description, service.Version, service.PutAt);
}
