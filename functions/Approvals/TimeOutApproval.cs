using System.Collections.Immutable;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>The time of a question is up. A command of the product itself.</summary>
public static class TimeOutApproval
{
    /// <summary>What the policy says, if that question is still open and really due; never early, never
    /// twice.</summary>
    /// <remarks>An escalated question that nobody answers is a no: silence passes on once.</remarks>
    public static Decision<ApprovalEvent> Decide(Approval approval, int number, Instant now)
    {
        if (approval.Open is not { } open || open.Number != number || open.DueAt is not { } due || due > now)
            return Decision<ApprovalEvent>.Nothing;
        var policy = approval.StageOf(open).OnTimeout;
        var action = policy == OnTimeout.Escalate && open.Escalated ? OnTimeout.Reject : policy;
        var timedOut = new ApprovalTimedOut(open.Number, action);
        return Outcome(approval, open, action) is { } outcome
            ? ImmutableArray.Create<ApprovalEvent>(timedOut, approval.Conclude(outcome, ConcludedBecause.Timeout))
            : timedOut;
    }

    private static ApprovalOutcome? Outcome(Approval approval, Question open, OnTimeout action) => action switch
    {
        OnTimeout.Reject => ApprovalOutcome.Rejected,
        OnTimeout.Approve when open.Stage == approval.Stages.Count - 1 => ApprovalOutcome.Approved,
        _ => null,
    };
}
