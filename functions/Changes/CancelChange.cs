using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>The change will not be made.</summary>
public sealed record CancelChange(string? Reason) : IBody<CancelChange>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CancelChange body) => ChangeFields.Reason("/reason", body.Reason);

    /// <summary>Until somebody begins to make it; from then on it is completed, as failed or rolled back.</summary>
    public static Decision<ChangeEvent> Decide(Change change, CancelChange body) => change.Move(
        ChangeState.Cancelled, new ChangeCancelled(body.Reason!), ChangeState.Draft, ChangeState.AwaitingApproval,
        ChangeState.Approved, ChangeState.Rejected, ChangeState.Scheduled);
}
