using System.Collections.Immutable;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants;

/// <summary>People who work or decide together; others refer to it as <c>group:key</c>.</summary>
/// <param name="Teams">The key of the Teams channel that the group is told in as well; null for none.</param>
/// <param name="ExternalId">What a directory calls it; null for none.</param>
/// <param name="IsDeleted">There is none any more, until it is put again.</param>
public sealed record Group(
    RecordId Id, string Key, string Name, ImmutableArray<EmailAddress> Members, int Version, string? Teams = null,
    string? ExternalId = null, bool IsDeleted = false) : IRecord<Group, GroupEvent>
{
    /// <summary>The prefix of groups' ids.</summary>
    public const string Prefix = "grp";

    /// <summary>The partition of the list rows; the row is the key.</summary>
    public const string ListPartition = "group";

    /// <summary>How a group is referred to where people can stand as well.</summary>
    public const string ReferencePrefix = "group:";

    /// <inheritdoc/>
    public static string Practice => "group";

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <inheritdoc/>
    public static Group Apply(Group? state, Recorded<GroupEvent> recorded) => recorded.Event switch
    {
        GroupPut e => new(recorded.Record, e.Key, e.Name, e.Members, recorded.Sequence, e.Teams, state?.ExternalId),
        GroupProvisioned e => state! with { ExternalId = e.ExternalId, Version = recorded.Sequence },
        GroupDeleted => state! with { IsDeleted = true, ExternalId = null, Members = [], Version = recorded.Sequence },
        _ => state!,
    };

    /// <inheritdoc/>
    static bool IRecord<Group, GroupEvent>.IsDeleted(Group state) => state.IsDeleted;

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Group state) =>
        state.IsDeleted ? [] : [new(TableNames.Settings, ListPartition, state.Key, SettingsRow.Of(state))];
}

/// <summary>What happens to a group.</summary>
public abstract record GroupEvent;

/// <summary>The whole group as it is from here on.</summary>
[EventType("group.put")]
public sealed record GroupPut(string Key, string Name, ImmutableArray<EmailAddress> Members, string? Teams = null)
    : GroupEvent;

/// <summary>A directory says what it calls the group.</summary>
[EventType("group.provisioned")]
public sealed record GroupProvisioned(string? ExternalId) : GroupEvent;

/// <summary>There is no such group any more.</summary>
[EventType("group.deleted")]
public sealed record GroupDeleted(string Key) : GroupEvent;

/// <summary>A group as callers see it.</summary>
public sealed record GroupView(
    string Key, string Name, ImmutableArray<EmailAddress> Members, string? Teams, int Version)
{
    /// <summary>The group without its id.</summary>
    public static GroupView Of(Group group) =>
        new(group.Key, group.Name, group.Members, group.Teams, group.Version);
}
