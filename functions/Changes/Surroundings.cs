namespace ItsmServerless.Changes;

/// <summary>What may stand against a window.</summary>
/// <param name="Changes">Other changes that may hold a window.</param>
/// <param name="Windows">The maintenance windows in force.</param>
/// <param name="RelatedItems">Items that depend on the change's items, or on which they depend.</param>
public sealed record Surroundings(
    IReadOnlyList<Freeze> Freezes, IReadOnlyList<ChangeSummary> Changes, IReadOnlyList<MaintenanceWindow> Windows,
    IReadOnlyList<string> RelatedItems)
{
    /// <summary>Nothing.</summary>
    public static Surroundings None { get; } = new([], [], [], []);

    /// <summary>With changes as their records say, in the place of what lists say of them.</summary>
    public Surroundings With(IReadOnlyList<ChangeSummary> read) => this with
    {
        Changes = [.. read, .. Changes.ExceptBy(read.Select(change => change.Id), change => change.Id)],
    };
}
