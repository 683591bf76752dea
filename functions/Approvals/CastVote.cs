using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals;

/// <summary>An approver decides.</summary>
/// <param name="Question">The question that the approver was shown; null for whichever is open.</param>
/// <param name="ContentHash">What the approver was shown.</param>
public sealed record CastVote(
    EmailAddress Approver, VoteDecision Decision, VoteChannel Channel, string? Comment, string ContentHash,
    int? Question)
{
    /// <summary>The link that was used; null for a credential.</summary>
    public string? Link { get; init; }

    /// <summary>Counts, once. The vote that completes or breaks the quorum of the last stage ends the approval in
    /// the same transaction.</summary>
    /// <returns>Or <c>request_changed</c>, <c>already_decided</c>, <c>no_longer_pending</c>,
    /// <c>not_the_approver</c>.</returns>
    public static Decision<ApprovalEvent> Decide(Approval approval, CastVote vote)
    {
        if (vote.Refused(approval) is { } refusal) return refusal;
        var question = approval.Open!;
        var voted = new ApprovalVoted(
            question.Number, vote.Approver, question.BallotOf(vote.Approver)!.Approver.OnBehalfOf, vote.Decision,
            vote.Channel,
            vote.Comment, vote.ContentHash, vote.Link);
        return Outcome(approval, question.Voted(voted, question.AskedAt)) is { } outcome
            ? ImmutableArray.Create<ApprovalEvent>(voted, approval.Conclude(outcome, ConcludedBecause.Votes))
            : voted;
    }

    /// <summary>Why the vote cannot count; null when it can. What the voter did before is told before what others
    /// did.</summary>
    public Problem? Refused(Approval approval)
    {
        if (approval.State == ApprovalState.Void || approval.ContentHash != ContentHash) return Changed(approval);
        return BallotIn(approval)?.State switch
        {
            null => NotAsked(approval),
            BallotState.Pending => null,
            BallotState.Void => Over(approval),
            var used => new(ProblemCode.AlreadyDecided,
            $"{Approver} decided before: {Words<BallotState>.Of(used.Value)}."),
        };
    }

    /// <summary>The ballot that the vote would use, in the question it names or the latest that asks the
    /// voter.</summary>
    public Ballot? BallotIn(Approval approval) => approval.Questions
        .Where(question => Question is null || question.Number == Question)
        .Select(question => question.BallotOf(Approver)).LastOrDefault(ballot => ballot is not null);

    /// <summary>The refusal of a vote on what is another thing by now.</summary>
    public static Problem Changed(Approval approval) => new(
        ProblemCode.RequestChanged,
        $"{approval.Subject.Number} was edited after this question was put; a new one is sent.");

    private Problem NotAsked(Approval approval) =>
        new(ProblemCode.NotTheApprover, $"{Approver} is not asked about {approval.Subject.Number}.");

    /// <summary>The refusal of a vote that comes too late.</summary>
    public static Problem Over(Approval approval) =>
        new(ProblemCode.NoLongerPending, $"The question about {approval.Subject.Number} is not open any more.");

    /// <summary>What ends the approval: any no of a stage, the yes of the last one.</summary>
    private static ApprovalOutcome? Outcome(Approval approval, Question question)
    {
        var outcome = approval.Decided(question);
        var isLast = question.Stage == approval.Stages.Count - 1;
        return outcome == ApprovalOutcome.Approved && !isLast ? null : outcome;
    }
}
