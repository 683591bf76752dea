using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>The stored names of a practice's events. The set is closed: only sealed types of the same assembly that
/// carry a name.</summary>
public static class EventTypes<TEvent> where TEvent : class
{
    private static readonly FrozenDictionary<string, Type> ByName = typeof(TEvent).Assembly.GetTypes()
        .Where(type => type.IsSealed && typeof(TEvent).IsAssignableFrom(type))
        .ToFrozenDictionary(type => type.GetCustomAttribute<EventTypeAttribute>()?.Name ?? throw Unnamed(type));

    private static readonly FrozenDictionary<Type, string> Names = ByName.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The stored name of an event.</summary>
    public static string NameOf(TEvent @event) => Names[@event.GetType()];

    /// <summary>The event's members as stored.</summary>
    public static JsonElement DataOf(TEvent @event) => JsonSerializer.SerializeToElement(@event, @event.GetType(), Json.Stored);

    /// <summary>Reads a stored event. A name that this version does not know is a bug of a roll-back and
    /// throws.</summary>
    public static TEvent Read(string name, JsonElement data) => ByName.TryGetValue(name, out var type)
        ? (TEvent)data.Deserialize(type, Json.Stored)!
        : throw new InvalidDataException($"Event {name} is not known to this version.");

    private static InvalidOperationException Unnamed(Type type) => new($"{type.Name} has no [EventType].");
}
