using System.Collections.Immutable;
using System.Text.Json;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>From events to state, and from decisions to stored events. Pure.</summary>
internal static class Fold
{
    public static Recorded<TEvent> Typed<TEvent>(RecordId id, StoredEvent stored) where TEvent : class =>
        new(id, stored.Sequence, stored.At, stored.By, EventTypes<TEvent>.Read(stored.Type, stored.Data));

    /// <summary>The state after all the events; there is at least one.</summary>
    public static Versioned<TState> All<TState, TEvent>(RecordId id, IReadOnlyList<StoredEvent> events)
        where TState : class, IRecord<TState, TEvent> where TEvent : class
    {
        var state = events.Aggregate((TState?)null, (before, stored) => TState.Apply(before, Typed<TEvent>(id, stored)));
        return new(id, state!, events[^1].Sequence);
    }

    /// <summary>The state after new events, and the events as they are stored: numbered, dated, chained.</summary>
    public static (Versioned<TState> After, ImmutableArray<StoredEvent> Stored) Onto<TState, TEvent>(
        RecordId id, HeadRow? head, Versioned<TState>? current, CommandContext command, ImmutableArray<TEvent> events)
        where TState : class, IRecord<TState, TEvent> where TEvent : class
    {
        var (state, sequence, hash) = (current?.State, head?.Version ?? 0, head?.Hash ?? RecordRows.FirstPreviousHash);
        var at = head is null ? command.At : Instant.Max(head.At, command.At);
        var stored = ImmutableArray.CreateBuilder<StoredEvent>(events.Length);
        foreach (var @event in events)
        {
            stored.Add(Chained(++sequence, @event, at, command.By, hash));
            state = TState.Apply(state, new(id, sequence, at, command.By, @event));
            hash = stored[^1].Hash;
        }
        return (new(id, state!, sequence), stored.MoveToImmutable());
    }

    private static StoredEvent Chained<TEvent>(int sequence, TEvent @event, Instant at, Actor by, string previous) where TEvent : class
    {
        var open = new Unhashed(sequence, EventTypes<TEvent>.NameOf(@event), at, by, EventTypes<TEvent>.DataOf(@event), previous);
        return new(open.Sequence, open.Type, at, by, open.Data, CanonicalJson.Hash(JsonSerializer.SerializeToElement(open, Json.Options)), previous);
    }

    /// <summary>What the hash of an event covers: all it shows but the hash.</summary>
    private sealed record Unhashed(int Sequence, string Type, Instant At, Actor By, JsonElement Data, string PreviousHash);
}
