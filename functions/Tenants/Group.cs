using System.Collections.Immutable;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants;

/// <summary>People who work or decide together; others refer to it as <c>group:key</c>.</summary>
/// <param name="Teams">The key of the Teams channel that the group is told in as well; null for none.</param>
public sealed record Group(
    RecordId Id, string Key, string Name, ImmutableArray<EmailAddress> Members, int Version, string? Teams = null)
    : IRecord<Group, GroupEvent>
{
    /// <summary>The partition of the list rows; the row is the key.</summary>
    public const string ListPartition = "group";

    /// <summary>How a group is referred to where people can stand as well.</summary>
    public const string ReferencePrefix = "group:";

    /// <inheritdoc/>
    public static string Practice => "group";

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named("grp", key);

    /// <inheritdoc/>
    public static Group Apply(Group? state, Recorded<GroupEvent> recorded) => recorded.Event switch
    {
        GroupPut e => new(recorded.Record, e.Key, e.Name, e.Members, recorded.Sequence, e.Teams),
        _ => state!,
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Group state) => [new(TableNames.Settings, ListPartition, state.Key, SettingsRow.Of(state))];
}

/// <summary>What happens to a group.</summary>
public abstract record GroupEvent;

/// <summary>The whole group as it is from here on.</summary>
[EventType("group.put")]
public sealed record GroupPut(string Key, string Name, ImmutableArray<EmailAddress> Members, string? Teams = null)
    : GroupEvent;

/// <summary>A group as callers see it.</summary>
public sealed record GroupView(
    string Key, string Name, ImmutableArray<EmailAddress> Members, string? Teams, int Version)
{
    /// <summary>The group without its id.</summary>
    public static GroupView Of(Group group) =>
        new(group.Key, group.Name, group.Members, group.Teams, group.Version);
}
