using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants;

/// <summary>A channel or chat of Teams that a workflow posts cards to; referred to as <c>teams:key</c>.</summary>
/// <param name="SealedUrl">The address of the workflow, a credential: only the installation can read it.</param>
/// <param name="ShownUrl">As much of the address as may be shown: its host.</param>
/// <param name="IsDeleted">It stands for nothing any more, until it is put again.</param>
public sealed record TeamsChannel(
    string Key, string Name, [property: Secret] string SealedUrl, string ShownUrl, bool IsDeleted, int Version)
    : IRecord<TeamsChannel, TeamsChannelEvent>
{
    /// <summary>The prefix of channels' ids.</summary>
    public const string Prefix = "tch";

    /// <summary>The partition of the list rows; the row is the key.</summary>
    public const string ListPartition = "teams-channel";

    /// <summary>How a channel is referred to where people can stand as well.</summary>
    public const string ReferencePrefix = "teams:";

    /// <inheritdoc/>
    public static string Practice => "teams_channel";

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <inheritdoc/>
    static bool IRecord<TeamsChannel, TeamsChannelEvent>.IsDeleted(TeamsChannel state) => state.IsDeleted;

    /// <inheritdoc/>
    public static TeamsChannel Apply(TeamsChannel? state, Recorded<TeamsChannelEvent> recorded) => recorded.Event switch
    {
        TeamsChannelPut e => new(e.Key, e.Name, e.SealedUrl, e.ShownUrl, IsDeleted: false, recorded.Sequence),
        TeamsChannelDeleted => state! with { SealedUrl = "", IsDeleted = true, Version = recorded.Sequence },
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(TeamsChannel state) =>
        state.IsDeleted ? [] : [new(TableNames.Settings, ListPartition, state.Key, SettingsRow.Of(state))];

    /// <summary>The key in <c>teams:key</c>; null when something else is referred to.</summary>
    public static string? KeyIn(string reference) =>
        reference.StartsWith(ReferencePrefix, StringComparison.Ordinal) ? reference[ReferencePrefix.Length..] : null;

    /// <summary>The key of a channel; a missing one passes.</summary>
    internal static IEnumerable<FieldError> CheckKey(string pointer, string? key) =>
        key is null ? [] : Check.Key(pointer, key);
}

/// <summary>What happens to a channel.</summary>
public abstract record TeamsChannelEvent;

/// <summary>The whole channel as it is from here on.</summary>
[EventType("teams_channel.put")]
public sealed record TeamsChannelPut(
    string Key, string Name, [property: Secret] string SealedUrl, string ShownUrl) : TeamsChannelEvent;

/// <summary>Nothing is posted to it any more.</summary>
[EventType("teams_channel.deleted")]
public sealed record TeamsChannelDeleted : TeamsChannelEvent;

/// <summary>A channel as callers see it.</summary>
/// <param name="Url">Its host alone, as <c>https://host/…</c>: the address itself is a credential, and not shown
/// again.</param>
public sealed record TeamsChannelView(string Key, string Name, string Url, int Version)
{
    /// <summary>The channel without its address.</summary>
    public static TeamsChannelView Of(TeamsChannel channel) =>
        new(channel.Key, channel.Name, channel.ShownUrl, channel.Version);
}
