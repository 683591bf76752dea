using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>What the kernel must know of a kind of record to rebuild its read models.</summary>
/// <param name="Rebuild">From all events of a record: the rows it has now, and every row it ever had that no longer
/// stands.</param>
/// <param name="Rows">The rows of a stored state.</param>
/// <param name="Secrets">The members of a stored state that never leave the installation.</param>
public sealed record RecordKind(
    string Prefix, string Practice, Func<RecordId, IReadOnlyList<StoredEvent>, RowChange> Rebuild,
    Func<StoredHead, IEnumerable<ListRow>> Rows, FrozenSet<string> Secrets)
{
    /// <summary>Whether some of the rows lie in tables that all tenants share: they are looked for when a tenant
    /// leaves.</summary>
    public bool SharesRows { get; init; }

    /// <summary>Whether a caller of the tenant may know of the record.</summary>
    internal Func<Caller, RecordId, HeadRow, bool> Shows { get; private init; } = (_, _, _) => true;

    /// <summary>The kind of a record type.</summary>
    public static RecordKind Of<TState, TEvent>(string prefix) where TState : class, IRecord<TState, TEvent> where TEvent : class =>
        new(
            prefix, TState.Practice, RebuildRows<TState, TEvent>,
            head => TState.Rows(JsonSerializer.Deserialize<TState>(head.State.Span, Json.Stored)!),
            SecretMembers.Of(typeof(TState)))
        {
            Shows = (caller, id, head) => head.As<TState>(id) is { State: var state } &&
                !TState.IsDeleted(state) && TState.IsShownTo(caller, state),
        };

    private static RowChange RebuildRows<TState, TEvent>(RecordId id, IReadOnlyList<StoredEvent> events)
        where TState : class, IRecord<TState, TEvent> where TEvent : class
    {
        var (state, ever) = ((TState?)null, new List<ListRow>());
        foreach (var stored in events)
        {
            state = TState.Apply(state, Fold.Typed<TEvent>(id, stored));
            ever.AddRange(TState.Rows(state));
        }
        return RowChange.Between(ever, TState.Rows(state!));
    }
}

/// <summary>All kinds of record there are, by the prefix of their ids.</summary>
public sealed class RecordKinds(IEnumerable<RecordKind> kinds)
{
    private readonly FrozenDictionary<string, RecordKind> byPrefix = kinds.ToFrozenDictionary(kind => kind.Prefix);

    /// <summary>All of them, by prefix.</summary>
    public ImmutableArray<RecordKind> All { get; } = [.. kinds.OrderBy(kind => kind.Prefix, StringComparer.Ordinal)];

    /// <summary>The kind of a record.</summary>
    public RecordKind Of(RecordId id) => byPrefix[id.Prefix];

    /// <summary>The kind that a text names a record of; null when it has not the shape of an id.</summary>
    public RecordKind? Find(string text) =>
        text.Split('_', 2) is [var prefix, _] && byPrefix.TryGetValue(prefix, out var kind) &&
        RecordId.TryParse(prefix, text, out _) ? kind : null;
}
