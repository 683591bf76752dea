using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals;

/// <summary>What was asked about is gone or another thing. Commands of the product itself.</summary>
public static class EndApproval
{
    /// <summary>Its subject was cancelled.</summary>
    public static Decision<ApprovalEvent> Withdraw(Approval? approval) => Pending(approval, new ApprovalWithdrawn());

    /// <summary>Its subject was edited.</summary>
    public static Decision<ApprovalEvent> Void(Approval? approval) => Pending(approval, new ApprovalVoided());

    private static Decision<ApprovalEvent> Pending(Approval? approval, ApprovalEvent end) =>
        approval is { State: ApprovalState.Pending } ? end : Decision<ApprovalEvent>.Nothing;
}
