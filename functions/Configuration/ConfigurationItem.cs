using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Configuration;

/// <summary>An element that needs to be controlled in order to deliver services (ISO/IEC 20000-1, 3.2.2), with what it
/// depends on.</summary>
/// <param name="Kind">What it is, in the tenant's words: server, database, application.</param>
/// <param name="Service">The key of the service it belongs to.</param>
/// <param name="DependsOn">The keys of the items without which it does not work.</param>
/// <param name="Change">By which change it became what it is; null without one.</param>
/// <param name="Authorized">Whether that edit was covered by a change; null where none was needed.</param>
/// <param name="Version">Rises with every PUT; earlier versions stay readable.</param>
/// <param name="DeletedAt">Null while it is there.</param>
/// <param name="Unauthorized">What was done to it with no change record, newest first; the newest <see
/// cref="MostUnauthorized"/>.</param>
public sealed record ConfigurationItem(
    string Key, string Name, string Kind, string? Service, EmailAddress? Owner, IReadOnlyList<string> DependsOn,
    IReadOnlyDictionary<string, string> Attributes, ChangeReference? Change, bool? Authorized, int Version,
    Instant PutAt, Instant? DeletedAt, IReadOnlyList<UnauthorizedChange> Unauthorized)
    : IRecord<ConfigurationItem, ConfigurationItemEvent>
{
    /// <summary>How many unauthorised changes are listed of one item; older ones are in its versions.</summary>
    public const int MostUnauthorized = 100;

    /// <summary>The prefix of items' ids.</summary>
    public const string Prefix = "ci";

    /// <inheritdoc/>
    public static string Practice => "configuration-item";

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <inheritdoc/>
    public static ConfigurationItem Apply(ConfigurationItem? state, Recorded<ConfigurationItemEvent> recorded) =>
        recorded.Event switch
        {
            ConfigurationItemPut e => new(
                e.Key, e.Name, e.Kind, e.Service, e.Owner, e.DependsOn, e.Attributes, e.Change, e.Authorized,
                recorded.Sequence, recorded.At, null, Listed(state, e.Authorized, e.Name, e.Changed, recorded)),
            ConfigurationItemDeleted e => state! with
            {
                DeletedAt = recorded.At,
                Unauthorized = Listed(state, e.Authorized, state.Name, [UnauthorizedChange.Deletion], recorded),
            },
            _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
        };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(ConfigurationItem state) => ConfigurationRows.Of(state);

    /// <inheritdoc/>
    public static bool IsDeleted(ConfigurationItem state) => state.DeletedAt is not null;

    private static IReadOnlyList<UnauthorizedChange> Listed(
        ConfigurationItem? state, bool? authorized, string name, IReadOnlyList<string> changed,
        Recorded<ConfigurationItemEvent> recorded)
    {
        var before = state?.Unauthorized ?? [];
        if (authorized is not false) return before;
        var key = state?.Key ?? ((ConfigurationItemPut)recorded.Event).Key;
        UnauthorizedChange now = new(key, name, recorded.Sequence, recorded.At, recorded.By, changed);
        return [.. before.Prepend(now).Take(MostUnauthorized)];
    }
}

/// <summary>What happens to a configuration item.</summary>
public abstract record ConfigurationItemEvent;

/// <summary>The whole item as it is from here on.</summary>
/// <param name="Change">The change that covers it.</param>
/// <param name="Authorized">False: something that needs a change was edited without one. Null: nothing was.</param>
/// <param name="Changed">What was edited that needs a change: <c>attributes</c>, <c>dependsOn</c>,
/// <c>service</c>.</param>
[EventType("configuration-item.put")]
public sealed record ConfigurationItemPut(
    string Key, string Name, string Kind, string? Service, EmailAddress? Owner, IReadOnlyList<string> DependsOn,
    IReadOnlyDictionary<string, string> Attributes, ChangeReference? Change, bool? Authorized,
    IReadOnlyList<string> Changed) : ConfigurationItemEvent;

/// <summary>It is no longer there.</summary>
[EventType("configuration-item.deleted")]
public sealed record ConfigurationItemDeleted(string Key, ChangeReference? Change, bool? Authorized)
    : ConfigurationItemEvent;

/// <summary>A change by which an item was edited.</summary>
public sealed record ChangeReference(RecordId Id, string Number);

/// <summary>Something that was done to an item with no change record.</summary>
/// <param name="Name">What the item was called then.</param>
/// <param name="Version">Which event of the item it was; the version it made, unless it was its deletion.</param>
/// <param name="Changed">What was edited: <c>attributes</c>, <c>dependsOn</c>, <c>service</c>; or
/// <c>deleted</c>.</param>
public sealed record UnauthorizedChange(
    string Item, string Name, int Version, Instant At, Actor By, IReadOnlyList<string> Changed)
{
    /// <summary>What <see cref="Changed"/> says of a deletion.</summary>
    public const string Deletion = "deleted";
}
