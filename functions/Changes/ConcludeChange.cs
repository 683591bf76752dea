using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>An approval ended. A command of the product itself, never of a caller.</summary>
public static class ConcludeChange
{
    /// <summary>The change follows, if the approval answers the question that is open: same generation, same
    /// content.</summary>
    /// <remarks>An answer to an earlier question, or after the change was cancelled, is nothing to the
    /// change.</remarks>
    public static Decision<ChangeEvent> Decide(Change? change, RecordId approval, ApprovalConcluded concluded)
    {
        var isOpen = change is { State: ChangeState.AwaitingApproval }
            or { Retrospective: RetrospectiveApproval.Pending }
            && change.Generation == concluded.Generation && change.ContentHash == concluded.ContentHash;
        if (!isOpen) return Decision<ChangeEvent>.Nothing;
        bool? afterwards = change!.Retrospective is null ? null : true;
        return concluded.Outcome == ApprovalOutcome.Approved
            ? new ChangeApproved(approval, concluded.Generation, concluded.ContentHash, afterwards)
            : new ChangeRejected(
                approval, concluded.Generation, concluded.ContentHash, Words<ConcludedBecause>.Of(concluded.Because),
                afterwards);
    }
}
