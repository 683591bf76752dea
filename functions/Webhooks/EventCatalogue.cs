using System.Collections.Immutable;
using System.Reflection;
using ItsmServerless.Kernel.EventLog;

namespace ItsmServerless.Webhooks;

/// <summary>The events that webhooks can be sent, by the name of their type. docs/events.md says what each
/// means.</summary>
/// <remarks>An event is here because its kind is named below: what configures the installation, and may hold a sealed
/// credential, never leaves it. Names and fields are never changed or reused; fields are added.</remarks>
public static class EventCatalogue
{
    /// <summary>Of votes and questions it is told that something happened, and no more: who may decide is nobody
    /// else's business.</summary>
    private const string Thin = "approval";

    private static readonly string[] Kinds =
    [
        Thin, "agreement", "approval-policy", "calendar", "change", "change-template", "clock", "configuration-item",
        "freeze", "incident", "maintenance-window", "recalculation", "service",
    ];

    /// <summary>All of them, in the order of their names.</summary>
    public static ImmutableArray<CatalogueEntry> Types { get; } =
    [
        .. typeof(EventCatalogue).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<EventTypeAttribute>()?.Name).OfType<string>()
            .Where(name => Kinds.Contains(KindOf(name), StringComparer.Ordinal))
            .Order(StringComparer.Ordinal).Select(name => new CatalogueEntry(name, KindOf(name) == Thin)),
    ];

    private static readonly ImmutableDictionary<string, CatalogueEntry> ByName =
        Types.ToImmutableDictionary(type => type.Type, StringComparer.Ordinal);

    /// <summary>What may be told of events of a type; null for nothing.</summary>
    public static CatalogueEntry? Find(string eventType) => ByName.GetValueOrDefault(eventType);

    private static string KindOf(string name) => name[..name.IndexOf('.', StringComparison.Ordinal)];
}

/// <summary>The catalogue as callers get it.</summary>
public sealed record EventTypesView(IReadOnlyList<CatalogueEntry> Items);

/// <summary>A type of event.</summary>
/// <param name="IsThin">Whether its details are never told.</param>
public sealed record CatalogueEntry(string Type, bool IsThin);
