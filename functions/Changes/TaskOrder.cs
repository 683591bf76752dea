using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>Which task comes after which.</summary>
internal static class TaskOrder
{
    /// <summary>Why a task cannot come after the one it names; null when it can.</summary>
    public static FieldError? Flaw(IReadOnlyList<PlannedTask> others, PlannedTask task)
    {
        if (task.After is not { } after) return null;
        if (others.All(other => other.Number != after) || after == task.Number)
            return new("/after", "unknown_task", $"/after is {after}; there is no other task of that number.");
        return Before(others, task).Contains(task.Number)
            ? new("/after", "circle", $"/after is {after}, which itself comes after task {task.Number}.")
            : null;
    }

    /// <summary>The task that keeps another from being begun; null when nothing does.</summary>
    public static PlannedTask? Obstacle(Change change, PlannedTask task) =>
        change.Content.AllTasks.FirstOrDefault(before => before.Number == task.After && !change.IsOver(before.Number));

    /// <summary>The numbers before a task, nearest first; at most as many as there are tasks.</summary>
    private static IEnumerable<int> Before(IReadOnlyList<PlannedTask> others, PlannedTask task)
    {
        var next = task.After;
        for (var steps = 0; next is { } number && steps <= others.Count; steps++)
        {
            yield return number;
            next = others.FirstOrDefault(other => other.Number == number)?.After;
        }
    }
}
