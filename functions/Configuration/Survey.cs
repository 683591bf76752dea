using ItsmServerless.Changes;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Configuration;

/// <summary>What the tenant has of what an item names, read before it is decided.</summary>
/// <param name="Unknown">Of the keys in <c>dependsOn</c>, those that are no items.</param>
/// <param name="Cycle">The keys from the item back to itself, if it came to depend on itself; null when it does
/// not.</param>
/// <param name="IsSeenThrough">False when it would come to depend on too many items to look for a cycle.</param>
/// <param name="IsServiceKnown">True also where none is named.</param>
/// <param name="Change">The change that is named; null when none is.</param>
public sealed record Survey(
    IReadOnlyList<string> Unknown, IReadOnlyList<string>? Cycle, bool IsSeenThrough, bool IsServiceKnown,
    CoveringChange? Change)
{
    /// <summary>On how many items, directly or not, an item may depend.</summary>
    public const int MostReached = 1000;

    /// <summary>What of it an item cannot name.</summary>
    public IEnumerable<FieldError> Errors(string key, PutConfigurationItem body) =>
    [
        .. Unknown.Select(missing => new FieldError(
            "/dependsOn", "unknown_item", $"/dependsOn has {missing}; there is no such configuration item.")),
        .. Check.That(
            Cycle is null, "/dependsOn", "cycle", $"/dependsOn makes a cycle: {string.Join(" → ", Cycle ?? [])}."),
        .. Check.That(
            IsSeenThrough, "/dependsOn", "too_many",
            $"/dependsOn leads to more than {MostReached} items, directly or not."),
        .. Check.That(
            IsServiceKnown, "/service", "unknown_service", $"/service is {body.Service}; there is no such service."),
        .. Change?.Errors("/change", key) ?? [],
    ];
}

/// <summary>A change that is said to cover what is done to an item.</summary>
/// <param name="Named">What the caller wrote.</param>
/// <param name="Found">The change; null when there is none.</param>
public sealed record CoveringChange(string Named, Change? Found)
{
    /// <summary>How the item remembers it; null when there is none.</summary>
    public ChangeReference? Reference => Found is null ? null : new(Found.Id, Found.Number);

    /// <summary>It covers an item while it is being made or was made, if the item is one of its own; items are compared
    /// without case, as changes do.</summary>
    public IEnumerable<FieldError> Errors(string pointer, string item)
    {
        if (Found is null) return [new(pointer, "unknown_change", $"{pointer} is {Named}; there is no such change.")];
        var isMade = Found.State is ChangeState.Implementing or ChangeState.Implemented;
        return
        [
            .. Check.That(
                isMade, pointer, "not_being_made",
                $"{pointer} is {Found.Number}, which is {Words<ChangeState>.Of(Found.State)}; a change covers its items " +
                "while it is implementing or implemented."),
            .. Check.That(
                Found.Content.ConfigurationItems.Contains(item, StringComparer.OrdinalIgnoreCase), pointer, "other_item",
                $"{pointer} is {Found.Number}, which is not about {item}."),
        ];
    }
}
