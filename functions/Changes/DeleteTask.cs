using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>A task is taken out of the plan.</summary>
public static class DeleteTask
{
    /// <summary>An edit of the content, with all that follows from one. Its number names no other task
    /// later.</summary>
    /// <remarks>Not while another task comes after it: whoever edits that one decides what it waits for.</remarks>
    public static Decision<ChangeEvent> Decide(Change change, string number, EmailAddress? editor, Submission ask)
    {
        var tasks = change.Content.AllTasks;
        if (tasks.FirstOrDefault(each => $"{each.Number}" == number) is not { } task)
            return Problem.NotFound($"task {number}");
        return tasks.FirstOrDefault(other => other.After == task.Number) is { } next
            ? Problem.Validation(new FieldError(
                $"/tasks/{next.Number}/after", "still_needed",
                $"Task {next.Number} ({next.Title}) comes after task {task.Number}; edit that first."))
            : ContentEdit.Decide(change, change.Content with { Tasks = Without(tasks, task) }, editor, ask);
    }

    /// <summary>Null for none: content that never had tasks has the same hash.</summary>
    private static PlannedTask[]? Without(IReadOnlyList<PlannedTask> tasks, PlannedTask task) =>
        tasks.Count == 1 ? null : [.. tasks.Where(other => other != task)];
}
