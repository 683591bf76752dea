using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>A member of a state or an event that opens something, or that a secret could be checked against: a hash of a
/// key, a sealed address. It never leaves the installation, also not with an export.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>Which members of stored documents are secret.</summary>
public static class SecretMembers
{
    private static readonly ConcurrentDictionary<Type, FrozenSet<string>> Known = new();

    private static readonly FrozenDictionary<string, Type> Events = typeof(SecretMembers).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(EventTypeAttribute)))
        .ToFrozenDictionary(type => type.GetCustomAttribute<EventTypeAttribute>()!.Name);

    /// <summary>The JSON names of a type's secret members.</summary>
    public static FrozenSet<string> Of(Type type) => Known.GetOrAdd(type, Find);

    /// <summary>The same of an event by its stored name; none of one that is not known.</summary>
    public static FrozenSet<string> OfEvent(string name) => Events.TryGetValue(name, out var type) ? Of(type) : [];

    private static FrozenSet<string> Find(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.IsDefined(typeof(SecretAttribute)))
        .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToFrozenSet(StringComparer.Ordinal);
}
