using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>The window of the change is reserved.</summary>
/// <param name="Override">Whether to do so in spite of what stands against it; needs the role manager or
/// admin.</param>
/// <param name="Reason">Why; required with an override.</param>
public sealed record ScheduleChange(bool? Override = null, string? Reason = null) : IBody<ScheduleChange>
{
    /// <inheritdoc/>
    public static bool MayBeEmpty => true;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ScheduleChange body) =>
        body.Override == true
            ? ChangeFields.Reason("/reason", body.Reason)
            : ChangeFields.OptionalReason("/reason", body.Reason);

    /// <summary>From approved. An override is recorded with what it overrode; one that overrode nothing is
    /// none.</summary>
    /// <param name="against">What stands against the window.</param>
    /// <param name="mayOverride">Whether the caller has the authority.</param>
    public static Decision<ChangeEvent> Decide(
        Change change, ScheduleChange body, ScheduleConflicts against, bool mayOverride)
    {
        if (change.State != ChangeState.Approved) return change.CannotBecome(ChangeState.Scheduled);
        if (against.IsNone) return new ChangeScheduled(change.Content.Window, null);
        if (body.Override != true) return against.ToProblem();
        return mayOverride
            ? new ChangeScheduled(change.Content.Window, new(body.Reason!, against.Names))
            : new Problem(ProblemCode.Forbidden, "Overriding what stands against a window needs the role manager.");
    }
}
