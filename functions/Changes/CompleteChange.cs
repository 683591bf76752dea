using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>Making the change ended.</summary>
/// <param name="Outcome">A word of <see cref="ChangeOutcome"/>.</param>
public sealed record CompleteChange(string? Outcome, string? Note) : IBody<CompleteChange>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CompleteChange body) =>
    [
        .. Check.Present("/outcome", body.Outcome),
        .. Check.OneOf("/outcome", body.Outcome, Words<ChangeOutcome>.All),
        .. ChangeFields.Reason("/note", body.Note),
    ];

    /// <summary>From implementing, when every task is done or skipped.</summary>
    public static Decision<ChangeEvent> Decide(Change change, CompleteChange body)
    {
        if (change.State != ChangeState.Implementing) return change.CannotBecome(ChangeState.Implemented);
        FieldError[] open = [.. change.Content.AllTasks.Where(task => !change.IsOver(task.Number)).Select(StillOpen)];
        return open.Length > 0
            ? new Problem(ProblemCode.TasksOpen, $"{open.Length} tasks are neither done nor skipped.")
            { Errors = [.. open] }
            : new ChangeCompleted(Words<ChangeOutcome>.Parse(body.Outcome)!.Value, body.Note!);
    }

    private static FieldError StillOpen(PlannedTask task) =>
        new($"/tasks/{task.Number}", "open", $"Task {task.Number} ({task.Title}) is neither done nor skipped.");
}
