using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>What a practice keeps: a state folded from events, stored in one partition.</summary>
/// <remarks>The state is stored as a JSON snapshot beside its events: fields may be added, never renamed or
/// reused.</remarks>
public interface IRecord<TSelf, TEvent> where TSelf : class, IRecord<TSelf, TEvent> where TEvent : class
{
    /// <summary>The practice's name, as in <c>"practice":"incident"</c>; the prefix of its ids is in <see
    /// cref="RecordId.Prefix"/>.</summary>
    static abstract string Practice { get; }

    /// <summary>The state after an event. Pure; <paramref name="state"/> is null before the first one.</summary>
    static abstract TSelf Apply(TSelf? state, Recorded<TEvent> recorded);

    /// <summary>The list rows this state is found by. Pure; rows that the state before had and this one has not are
    /// removed.</summary>
    static virtual IEnumerable<ListRow> Rows(TSelf state) => [];

    /// <summary>Whether it was deleted: callers and rules do not meet it any more, as if it had never been; its history
    /// stays, and what makes it anew goes on with it.</summary>
    static virtual bool IsDeleted(TSelf state) => false;

    /// <summary>Whether a caller of the tenant may know of it at all; to who may not, it is as if there were
    /// none.</summary>
    static virtual bool IsShownTo(Caller caller, TSelf state) => true;
}

/// <summary>An event with what the log knows of it.</summary>
/// <param name="Sequence">1 for the first event of a record; no gaps.</param>
/// <param name="At">Never earlier than the event before.</param>
public sealed record Recorded<TEvent>(RecordId Record, int Sequence, Instant At, Actor By, TEvent Event) where TEvent : class;

/// <summary>Gives an event record its stored name, such as <c>incident.reported</c>. Names are never changed or
/// reused.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventTypeAttribute(string name) : Attribute
{
    /// <summary>The stored name.</summary>
    public string Name { get; } = name;
}

/// <summary>A row of a read model.</summary>
/// <param name="Table">A name of <c>TableNames</c>: of the tenant, or shared.</param>
/// <param name="Columns">Text, numbers, booleans and times; small on purpose.</param>
public sealed record ListRow(string Table, string Partition, string Row, IReadOnlyDictionary<string, object> Columns)
{
    /// <summary>Whether the table is shared by all tenants (directory look-ups only) instead of the tenant's
    /// own.</summary>
    public bool Shared { get; init; }

    /// <summary>Whether the other is the same row with the same columns.</summary>
    internal bool IsSame(ListRow other) =>
        (Shared, Table, Partition, Row) == (other.Shared, other.Table, other.Partition, other.Row) &&
        Columns.Count == other.Columns.Count &&
        Columns.All(column => other.Columns.TryGetValue(column.Key, out var value) && Equals(column.Value, value));
}

/// <summary>A record's state and the version that answers carry as ETag.</summary>
/// <param name="Version">The sequence of the last event folded in.</param>
public sealed record Versioned<TState>(RecordId Id, TState State, int Version) where TState : class;
