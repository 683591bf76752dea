using System.Collections.Immutable;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Incidents.Views;

/// <summary>What a view asks of a list, in the words of the query string; null does not filter.</summary>
/// <param name="Assignee">An address, or <c>me</c> for the person of whoever reads the view.</param>
public sealed record ViewFilter(
    string? State = null, string? Priority = null, string? Assignee = null, string? Requester = null,
    string? Group = null, string? Service = null, string? Tag = null, string? UpdatedSince = null);

/// <summary>A list of incidents that somebody comes back to.</summary>
/// <param name="Owner">The person who made it, or the credential that stands for none.</param>
/// <param name="IsShared">Whether everybody sees it who may ask for what it asks for; its owner alone otherwise.</param>
/// <param name="IsDeleted">There is none any more, until it is put again.</param>
public sealed record SavedView(
    string Key, string Owner, string Name, ViewFilter Filter, string? Sort, ImmutableArray<string> Fields, bool IsShared,
    bool IsDeleted, int Version) : IRecord<SavedView, SavedViewEvent>
{
    /// <summary>The prefix of views' ids.</summary>
    public const string Prefix = "view";

    /// <summary>The practice, and the partition of the rows of shared views.</summary>
    public const string Kind = "view";

    private const string ForDesk = "ForDesk";
    private const string OwnerHash = "Owner";

    /// <inheritdoc/>
    public static string Practice => Kind;

    /// <summary>The record of a shared view: one of each key in a tenant.</summary>
    public static RecordId SharedId(string key) => RecordId.Named(Prefix, key);

    /// <summary>The record of an owner's own view: one of each key for each owner, and no other's id tells of it.</summary>
    public static RecordId OwnId(string owner, string key) => RecordId.Named(Prefix, $"{KeyText.Hash(owner)}/{key}");

    /// <summary>The partition with a row for each view of an owner, shared or not.</summary>
    public static string PartitionOf(string owner) => $"{Kind}|{KeyText.Hash(owner)}";

    /// <inheritdoc/>
    static bool IRecord<SavedView, SavedViewEvent>.IsDeleted(SavedView state) => state.IsDeleted;

    /// <inheritdoc/>
    public static SavedView Apply(SavedView? state, Recorded<SavedViewEvent> recorded) => recorded.Event switch
    {
        ViewPut e => new(
            e.Key, e.Owner, e.Name, e.Filter, e.Sort, e.Fields, e.IsShared, IsDeleted: false, recorded.Sequence),
        ViewDeleted => state! with { IsDeleted = true, Version = recorded.Sequence },
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <summary>The row of its owner, and when it is shared the one that others find.</summary>
    public static IEnumerable<ListRow> Rows(SavedView state)
    {
        if (state.IsDeleted) yield break;
        yield return new(TableNames.Settings, PartitionOf(state.Owner), state.Row, SettingsRow.Of(state));
        if (state.IsShared) yield return new(TableNames.Settings, Kind, state.Row, state.Columns());
    }

    /// <summary>The rows of views that others share with a caller: the same rule as <see cref="IsShownTo"/>.</summary>
    public static string SharedWith(Caller caller)
    {
        var others = TableClient.CreateQueryFilter($"{OwnerHash} ne {KeyText.Hash(caller.Actor.Value)}");
        var desk = FieldTable.IsLimited(caller.Role) ? $" and {ForDesk} eq false" : "";
        var groups = caller.Groups is not { } reached ? "" : " and (" + string.Join(" or ",
            reached.Prepend("").Select(group => TableClient.CreateQueryFilter($"Group eq {group}"))) + ")";
        return others + desk + groups;
    }

    /// <summary>Whether a caller is told of it: its owner, and of a shared one everybody who may filter by what it
    /// filters by, and knows of its group.</summary>
    public bool IsShownTo(Caller caller) => Owner == caller.Actor.Value || (IsShared &&
        (Filter.Group is null || caller.Reaches(Filter.Group)) &&
        ViewQuery.Names(Filter).All(name => IncidentRights.Table.IsFilter(name, caller.Role)));

    /// <summary>Whether a caller may replace or delete it.</summary>
    public bool IsChangedBy(Caller caller) =>
        Owner == caller.Actor.Value || (IsShared && caller.Role == Role.Admin);

    /// <summary>An owner may have a view and share another of the same key.</summary>
    private string Row => $"{Key}|{(IsShared ? "shared" : "own")}";

    private Dictionary<string, object> Columns() => new(SettingsRow.Of(this))
    {
        [OwnerHash] = KeyText.Hash(Owner),
        [ForDesk] = !ViewQuery.Names(Filter).All(name => IncidentRights.Table.IsFilter(name, Role.Requester)),
        ["Group"] = Filter.Group ?? "",
    };
}

/// <summary>What happens to a view.</summary>
public abstract record SavedViewEvent;

/// <summary>The whole view as it is from here on.</summary>
[EventType("view.put")]
public sealed record ViewPut(
    string Key, string Owner, string Name, ViewFilter Filter, string? Sort, ImmutableArray<string> Fields, bool IsShared)
    : SavedViewEvent;

/// <summary>Nobody has it any more.</summary>
[EventType("view.deleted")]
public sealed record ViewDeleted : SavedViewEvent;

/// <summary>A view as callers see it.</summary>
/// <param name="Fields">What is shown of each incident; empty for all.</param>
/// <param name="Own">Whether the caller is its owner.</param>
public sealed record SavedViewView(
    string Key, string Name, string Resource, ViewFilter Filter, string? Sort, ImmutableArray<string> Fields, bool Shared,
    string Owner, bool Own, int Version)
{
    /// <summary>The view of a record.</summary>
    public static SavedViewView Of(SavedView view, Caller caller) => new(
        view.Key, view.Name, PutView.Incidents, view.Filter, view.Sort, view.Fields, view.IsShared, view.Owner,
        view.Owner == caller.Actor.Value, view.Version);
}
