using System.Collections.Immutable;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>The time of a question is up. A command of the product itself.</summary>
public static class TimeOutApproval
{
    /// <summary>What the policy says, if that question is still open and really due; never early, never
    /// twice.</summary>
    /// <remarks>A question that was passed on and that nobody answers is a no: silence passes on once. Silence is a
    /// yes for standard changes alone, whatever an old policy says.</remarks>
    public static Decision<ApprovalEvent> Decide(Approval approval, int number, Instant now)
    {
        if (approval.Open is not { } open || open.Number != number || open.DueAt is not { } due || due > now)
            return Decision<ApprovalEvent>.Nothing;
        var action = Action(approval, open);
        var timedOut = new ApprovalTimedOut(open.Number, action);
        return Outcome(approval, open, action) is { } outcome
            ? ImmutableArray.Create<ApprovalEvent>(timedOut, approval.Conclude(outcome, ConcludedBecause.Timeout))
            : timedOut;
    }

    private static OnTimeout Action(Approval approval, Question open) => approval.StageOf(open).OnTimeout switch
    {
        OnTimeout.Escalate when open.Escalated => OnTimeout.Reject,
        OnTimeout.Approve when approval.Facts?.Type != Words<ChangeType>.Of(ChangeType.Standard) => OnTimeout.Reject,
        var policy => policy,
    };

    private static ApprovalOutcome? Outcome(Approval approval, Question open, OnTimeout action) => action switch
    {
        OnTimeout.Reject => ApprovalOutcome.Rejected,
        OnTimeout.Approve when open.Stage == approval.Stages.Count - 1 => ApprovalOutcome.Approved,
        _ => null,
    };
}
