using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals;

/// <summary>An approver takes a vote back.</summary>
public static class WithdrawVote
{
    /// <summary>While the question is open. The approver may vote again; a link that was used stays used.</summary>
    /// <returns>Or <c>request_changed</c>, <c>not_the_approver</c>, <c>no_longer_pending</c>, or
    /// <c>invalid_transition</c> when there is no vote.</returns>
    public static Decision<ApprovalEvent> Decide(Approval approval, EmailAddress approver, string contentHash)
    {
        if (approval.State == ApprovalState.Void || approval.ContentHash != contentHash)
            return CastVote.Changed(approval);
        var question = approval.Questions.LastOrDefault(question => question.BallotOf(approver) is { Lost: null });
        if (question is null) return CastVote.NotAsked(approval, approver);
        if (question.State != StageState.Pending) return CastVote.Over(approval);
        return question.BallotOf(approver)!.State == BallotState.Pending
            ? Problem.InvalidTransition("ballot", Words<BallotState>.Of(BallotState.Pending), "withdrawn")
            : new ApprovalVoteWithdrawn(question.Number, approver);
    }
}
