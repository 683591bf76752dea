using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>What stands against the window of a change: freezes, and other changes of the same items at the same
/// time.</summary>
public sealed record ScheduleConflicts(IReadOnlyList<Freeze> Freezes, IReadOnlyList<ChangeSummary> Changes)
{
    /// <summary>Whether nothing does.</summary>
    public bool IsNone => Freezes.Count == 0 && Changes.Count == 0;

    /// <summary>Freezes by key, changes by number.</summary>
    public IReadOnlyList<string> Names =>
        [.. Freezes.Select(freeze => freeze.Key), .. Changes.Select(change => change.Number)];

    /// <summary>Finds them. Pure.</summary>
    /// <param name="others">Changes that may hold a window; the change itself among them is no conflict.</param>
    public static ScheduleConflicts Of(
        Change change, IEnumerable<Freeze> freezes, IEnumerable<ChangeSummary> others) => new(
        [.. freezes.Where(freeze => freeze.Forbids(change.Content))],
        [.. others.Where(other => other.Id != change.Id && Collides(change.Content, other))]);

    /// <summary>The refusal, naming each. Freezes come first: no other window within them would do either.</summary>
    public Problem ToProblem() => Freezes.Count > 0
        ? new(ProblemCode.Freeze, $"The window lies in a freeze: {Named(Freezes.Select(NameOf))}.")
        : new(ProblemCode.ScheduleConflict,
        $"The window is taken for the same item by {Named(Changes.Select(NameOf))}.");

    private static bool Collides(ChangeContent content, ChangeSummary other) =>
        other.HoldsWindow && content.Window.Overlaps(other.Window.Start, other.Window.End) &&
        content.ConfigurationItems.Intersect(other.ConfigurationItems, StringComparer.OrdinalIgnoreCase).Any();

    private static string NameOf(Freeze freeze) => $"{freeze.Key} ({freeze.Name})";

    private static string NameOf(ChangeSummary change) => $"{change.Number} ({change.Title})";

    private static string Named(IEnumerable<string> names) => string.Join(", ", names);
}
