using System.Collections.Immutable;

namespace ItsmServerless.Kernel.Outcomes;

/// <summary>What a pure rule decided: the events that follow, or a refusal. No events means: it is so
/// already.</summary>
public readonly struct Decision<TEvent> where TEvent : class
{
    private readonly ImmutableArray<TEvent> events;

    private Decision(ImmutableArray<TEvent> events, Problem? refusal) => (this.events, Refusal) = (events, refusal);

    /// <summary>Nothing to do: the record is already as asked.</summary>
    public static Decision<TEvent> Nothing => default;

    /// <summary>The events, in order.</summary>
    public ImmutableArray<TEvent> Events => events.IsDefault ? [] : events;

    /// <summary>The refusal; null when events follow.</summary>
    public Problem? Refusal { get; }

    /// <summary>One event.</summary>
    public static implicit operator Decision<TEvent>(TEvent single) => new([single], null);

    /// <summary>Several events, in order.</summary>
    public static implicit operator Decision<TEvent>(ImmutableArray<TEvent> several) => new(several, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Decision<TEvent>(Problem refusal) => new([], refusal);
}
