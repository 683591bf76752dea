using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>One more step of the plan that somebody does.</summary>
/// <param name="Order">Where it is shown; behind all others when missing.</param>
/// <param name="After">The number of the task that must be done before.</param>
public sealed record AddTask(string? Title, string? Owner = null, int? Order = null, int? After = null) : IBody<AddTask>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(AddTask body) =>
    [
        .. ChangeFields.TaskTitle("/title", body.Title),
        .. Check.Email("/owner", body.Owner),
        .. ChangeFields.TaskOrder("/order", body.Order),
    ];

    /// <summary>An edit of the content, with all that follows from one.</summary>
    public static Decision<ChangeEvent> Decide(Change change, AddTask body, EmailAddress? editor, Submission ask)
    {
        var tasks = change.Content.AllTasks;
        if (tasks.Count >= ChangeFields.MostTasks)
            return Problem.Validation(
                new FieldError("", "count", $"A change has at most {ChangeFields.MostTasks} tasks."));
        var task = new PlannedTask(
            change.HighestTask() + 1, body.Title!,
            body.Owner is null ? null : EmailAddress.From(body.Owner),
            body.Order ?? tasks.Select(other => other.Order).DefaultIfEmpty().Max() + 1, body.After);
        return TaskOrder.Flaw(tasks, task) is { } flaw
            ? Problem.Validation(flaw)
            : ContentEdit.Decide(change, change.Content with { Tasks = [.. tasks, task] }, editor, ask);
    }
}
