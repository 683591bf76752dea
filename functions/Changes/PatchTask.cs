using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>A merge patch (RFC 7396) of a task: either of what it is, or of how far it is.</summary>
/// <param name="State">A word of <see cref="TaskState"/>.</param>
/// <param name="Reason">Why it is skipped; needed for that, and for nothing else.</param>
public sealed record PatchTask(
    Patch<string> Title = default, Patch<string> Owner = default, Patch<int?> Order = default,
    Patch<int?> After = default, Patch<string> State = default, Patch<string> Reason = default) : IBody<PatchTask>
{
    private bool IsEdit => Title.IsPresent || Owner.IsPresent || Order.IsPresent || After.IsPresent;

    private bool IsSkip => State.Value == Words<TaskState>.Of(TaskState.Skipped);

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PatchTask body) =>
    [
        .. EditChange.Kept("/title", body.Title), .. EditChange.Kept("/order", body.Order),
        .. EditChange.Kept("/state", body.State),
        .. body.Title.Value is { } title ? ChangeFields.TaskTitle("/title", title) : [],
        .. Check.Email("/owner", body.Owner.Value),
        .. ChangeFields.TaskOrder("/order", body.Order.Value),
        .. Check.OneOf("/state", body.State.Value, Words<TaskState>.All),
        .. Check.That(!body.State.IsPresent || !body.IsEdit, "/state", "not_allowed",
            "/state is patched alone: the other members are what approvers decided on."),
        .. body.IsSkip
            ? ChangeFields.Reason("/reason", body.Reason.Value)
            : Check.That(body.Reason.Value is null, "/reason", "not_allowed", "/reason is for state skipped only."),
    ];

    /// <summary>What it is can be edited as the content can; how far it is, from approved until implemented, each task
    /// after the one it names.</summary>
    public static Decision<ChangeEvent> Decide(
        Change change, string number, PatchTask body, EmailAddress? editor, Submission ask)
    {
        var task = change.Content.AllTasks.FirstOrDefault(each => $"{each.Number}" == number);
        if (task is null) return Problem.NotFound($"task {number}");
        return body.State.IsPresent ? Moved(change, task, body) : Edited(change, task, body, editor, ask);
    }

    private static Decision<ChangeEvent> Edited(
        Change change, PlannedTask task, PatchTask body, EmailAddress? editor, Submission ask)
    {
        var edited = task with
        {
            Title = body.Title.Over(task.Title)!,
            Owner = body.Owner.IsPresent ? body.Owner.Value is { } to ? EmailAddress.From(to) : null : task.Owner,
            Order = body.Order.Over(task.Order)!.Value,
            After = body.After.Over(task.After),
        };
        var tasks = change.Content.AllTasks.Select(each => each.Number == task.Number ? edited : each).ToList();
        return TaskOrder.Flaw(tasks, edited) is { } flaw
            ? Problem.Validation(flaw)
            : ContentEdit.Decide(change, change.Content with { Tasks = tasks }, editor, ask);
    }

    private static Decision<ChangeEvent> Moved(Change change, PlannedTask task, PatchTask body)
    {
        var state = Words<TaskState>.Parse(body.State.Value)!.Value;
        if (change.State is not (ChangeState.Approved or ChangeState.Scheduled or ChangeState.Implementing))
            return new Problem(ProblemCode.InvalidTransition,
                $"The change is {Words<ChangeState>.Of(change.State)}; its tasks are worked on from approved until " +
                "it is implemented.");
        if (state == change.StateOf(task.Number)) return Decision<ChangeEvent>.Nothing;
        return state is TaskState.InProgress or TaskState.Done && TaskOrder.Obstacle(change, task) is { } before
            ? new Problem(ProblemCode.InvalidTransition,
                $"Task {task.Number} cannot become {body.State.Value}: task {before.Number} ({before.Title}) comes " +
                $"before it and is {Words<TaskState>.Of(change.StateOf(before.Number))}.")
            : new ChangeTaskMoved(task.Number, state, body.Reason.Value);
    }
}
