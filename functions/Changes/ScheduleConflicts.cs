using System.Collections.Immutable;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>One thing that stands against the window of a change.</summary>
/// <param name="Code"><c>freeze</c>, <c>schedule_conflict</c> (the same item), <c>related_item</c>,
/// <c>same_implementer</c> or <c>outside_maintenance_window</c>.</param>
/// <param name="Name">A freeze by key, a change by number, a service or an item by name.</param>
/// <param name="Detail">One sentence.</param>
public sealed record ScheduleConflict(string Code, string Name, string Detail);

/// <summary>What stands against the window of a change.</summary>
public sealed record ScheduleConflicts(ImmutableArray<ScheduleConflict> All)
{
    private const string InFreeze = "freeze";
    private const string SameItem = "schedule_conflict";
    private const string RelatedItem = "related_item";
    private const string SameImplementer = "same_implementer";
    private const string Outside = "outside_maintenance_window";

    /// <summary>Nothing.</summary>
    public static ScheduleConflicts None { get; } = new([]);

    /// <summary>Whether nothing does.</summary>
    public bool IsNone => All.IsEmpty;

    /// <summary>Each once: freezes by key, changes by number, services and items by name.</summary>
    public IReadOnlyList<string> Names => [.. All.Select(conflict => conflict.Name).Distinct()];

    /// <summary>Finds them. Pure.</summary>
    /// <remarks>The change itself is no conflict.</remarks>
    public static ScheduleConflicts Of(Change change, Surroundings around)
    {
        var content = change.Content;
        var others = around.Changes
            .Where(other => other.Id != change.Id && other.HoldsWindow && IsAtTheSameTime(content, other)).ToList();
        return new([
            .. around.Freezes.Where(freeze => freeze.Forbids(content)).Select(Freezing),
            .. others.SelectMany(other => Colliding(content, other, around.RelatedItems)),
            .. Subjects(content).Where(subject => !subject.Allows(around.Windows, content.Window)).Select(OutsideOf),
        ]);
    }

    /// <summary>The refusal, naming each. Freezes come first: no other window within them would do either.</summary>
    public Problem ToProblem() => new(Code,
        $"The window is not free: {string.Join(' ', All.Select(each => each.Detail))}")
    {
        Errors = [.. All.Select(each => new FieldError("/window", each.Code, each.Detail))],
    };

    private ProblemCode Code => All.Any(each => each.Code == InFreeze) ? ProblemCode.Freeze
        : All.All(each => each.Code == Outside) ? ProblemCode.OutsideMaintenanceWindow
        : ProblemCode.ScheduleConflict;

    private static ScheduleConflict Freezing(Freeze freeze) =>
        new(InFreeze, freeze.Key, $"It lies in freeze {freeze.Key} ({freeze.Name}).");

    private static bool IsAtTheSameTime(ChangeContent content, ChangeSummary other) =>
        content.Window.Overlaps(other.Window.Start, other.Window.End);

    private static IEnumerable<ScheduleConflict> Colliding(
        ChangeContent content, ChangeSummary other, IReadOnlyList<string> related)
    {
        var name = $"{other.Number} ({other.Title})";
        if (Common(content.ConfigurationItems, other.ConfigurationItems) is { Length: > 0 } same)
            yield return new(SameItem, other.Number, $"{name} is made on {same} at that time.");
        else if (Common(related, other.ConfigurationItems) is { Length: > 0 } near)
            yield return new(RelatedItem, other.Number, $"{name} is made on {near}, which is related, at that time.");
        var people = content.Implementers.Intersect(other.Implementers ?? []).Select(person => person.Value).ToList();
        if (people.Count > 0)
            yield return new(SameImplementer, other.Number,
                $"{string.Join(", ", people)} works on {name} at that time.");
    }

    private static string Common(IEnumerable<string> items, IEnumerable<string> others) =>
        string.Join(", ", items.Intersect(others, StringComparer.OrdinalIgnoreCase));

    private static ScheduleConflict OutsideOf(Subject subject) => new(
        Outside, subject.Name, $"It lies outside the maintenance windows of {subject.Kind} {subject.Name}.");

    private static IEnumerable<Subject> Subjects(ChangeContent content) =>
    [
        .. content.Service is { } service ? [new Subject("service", service)] : Array.Empty<Subject>(),
        .. content.ConfigurationItems.Select(item => new Subject("item", item)),
    ];

    /// <summary>What may have maintenance windows.</summary>
    private sealed record Subject(string Kind, string Name)
    {
        /// <summary>Whether it has none, or one of its times holds the whole window.</summary>
        public bool Allows(IReadOnlyList<MaintenanceWindow> windows, Window asked)
        {
            var own = windows
                .Where(window => Kind == "service" ? window.IsForService(Name) : window.IsForItem(Name)).ToList();
            return own.Count == 0 ||
                MaintenanceTimes.Of(own, asked).Any(time => time.Start <= asked.Start && asked.End <= time.End);
        }
    }
}
