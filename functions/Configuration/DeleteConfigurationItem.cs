using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Configuration;

/// <summary>A manager takes an item away. Its versions, and what was done to it without a change, stay readable.</summary>
public static class DeleteConfigurationItem
{
    /// <summary>Refused while others depend on it. It is an edit like others: with no change it is
    /// unauthorised.</summary>
    /// <param name="dependents">The keys of the items that depend on it.</param>
    public static Decision<ConfigurationItemEvent> Decide(
        string key, ConfigurationItem? item, IReadOnlyList<string> dependents, CoveringChange? change)
    {
        if (item is null) return Problem.NotFound($"configuration item {key}");
        if (dependents.Count > 0) return Problem.InUse($"configuration item {key}", dependents);
        return change?.Errors("change", key).ToArray() is { Length: > 0 } errors
            ? Problem.Validation([.. errors])
            : new ConfigurationItemDeleted(key, change?.Reference, change is not null);
    }
}
