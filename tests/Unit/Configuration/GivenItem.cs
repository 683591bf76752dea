using ItsmServerless.Configuration;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Tests.Unit.Configuration;

/// <summary>Configuration items, reached by events alone.</summary>
internal static class GivenItem
{
    public static readonly Survey Nothing = new([], null, true, true, null);

    public static readonly PutConfigurationItem Body = new(
        "Core switch", "switch", "network", null, ["ups-1"], new Dictionary<string, string> { ["os"] = "7.1" });

    public static ConfigurationItem Item { get; } = Fold(null, PutConfigurationItem.Decide("sw-1", null, Body, Nothing).Events[0]);

    /// <summary>Another item, that depends on these.</summary>
    public static ConfigurationItem Named(string key, params string[] dependsOn) =>
        Item with { Key = key, Name = key, DependsOn = dependsOn };

    public static ConfigurationItem Fold(ConfigurationItem? item, params ConfigurationItemEvent[] events) =>
        events.Aggregate(item, (state, happened) => ConfigurationItem.Apply(
            state, new(ConfigurationItem.IdOf("sw-1"), (state?.Version ?? 0) + 1, At((state?.Version ?? 0) + 1), Actor.System, happened)))!;

    public static Instant At(int day) => Instant.FromUtc(2026, 1, day, 0, 0);
}
