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
    /// <summary>The link or the address for answers that was used; null for a credential.</summary>
    public string? Link { get; init; }

    /// <summary>Counts, once. The vote that completes or breaks the quorum of the last stage ends the approval in
    /// the same transaction; one after which too few are left passes the question on.</summary>
    /// <returns>Or <c>request_changed</c>, <c>already_decided</c>, <c>no_longer_pending</c> (also for a void ballot),
    /// <c>not_the_approver</c>.</returns>
    public static Decision<ApprovalEvent> Decide(Approval approval, CastVote vote)
    {
        if (vote.Refused(approval) is { } refusal) return refusal;
        var question = approval.Open!;
        var voted = new ApprovalVoted(
            question.Number, vote.Approver, question.BallotOf(vote.Approver)!.Approver.OnBehalfOf, vote.Decision,
            vote.Channel, vote.Comment, vote.ContentHash, vote.Link);
        var after = question.Voted(voted, question.AskedAt);
        return ImmutableArray.Create<ApprovalEvent>(
            [voted with { Decides = approval.Decided(after) is not null }, .. Follows(approval, after)]);
    }

    /// <summary>What is recorded of a vote that came too late, by somebody whose ballot was not used.</summary>
    public static Decision<ApprovalEvent> Late(Approval approval, CastVote vote) =>
        vote.QuestionIn(approval) is { State: not StageState.Pending } question &&
        question.BallotOf(vote.Approver) is { State: BallotState.Void, Lost: null }
            ? new ApprovalVoteRefused(question.Number, vote.Approver, vote.Decision, vote.Channel, approval.State)
            : Decision<ApprovalEvent>.Nothing;

    /// <summary>Why the vote cannot count; null when it can. What the voter did before is told before what others
    /// did.</summary>
    public Problem? Refused(Approval approval)
    {
        if (approval.State == ApprovalState.Void || approval.ContentHash != ContentHash) return Changed(approval);
        return BallotIn(approval) switch
        {
            null or { Lost: LeftOutBecause.Absent } => NotAsked(approval, Approver),
            { Lost: { } because } => Void(approval, because),
            { State: BallotState.Pending } ballot => IsSpent(ballot) ? LinkUsed() : null,
            { State: BallotState.Void } => Over(approval),
            var used => new(ProblemCode.AlreadyDecided,
            $"{Approver} decided before: {Words<BallotState>.Of(used.State)}."),
        };
    }

    /// <summary>The ballot that the vote would use, in the question it names or the latest that asks the
    /// voter.</summary>
    public Ballot? BallotIn(Approval approval) => QuestionIn(approval)?.BallotOf(Approver);

    private Question? QuestionIn(Approval approval) => approval.Questions.LastOrDefault(question =>
        (Question is null || question.Number == Question) && question.BallotOf(Approver) is not null);

    private bool IsSpent(Ballot ballot) => Link is { } link && ballot.Spent?.Contains(link) == true;

    private static Problem LinkUsed() =>
        new(ProblemCode.AlreadyDecided, "This link was used for a vote that was withdrawn; it cannot be used again.");

    /// <summary>The refusal of a vote on what is another thing by now.</summary>
    public static Problem Changed(Approval approval) => new(
        ProblemCode.RequestChanged,
        $"{approval.Subject.Number} was edited after this question was put; a new one is sent.");

    /// <summary>The refusal of somebody who is not asked, or not any more.</summary>
    public static Problem NotAsked(Approval approval, EmailAddress who) =>
        new(ProblemCode.NotTheApprover, $"{who} is not asked about {approval.Subject.Number}.");

    /// <summary>The refusal of somebody who was asked and cannot vote any more.</summary>
    public static Problem Void(Approval approval, LeftOutBecause because) => new(
        ProblemCode.NoLongerPending,
        $"This ballot about {approval.Subject.Number} is void: {Words<LeftOutBecause>.Of(because)}.");

    /// <summary>The refusal of a vote that comes too late; says what was decided.</summary>
    public static Problem Over(Approval approval) => new(
        ProblemCode.NoLongerPending,
        $"The question about {approval.Subject.Number} is not open any more: the approval is " +
        $"{Words<ApprovalState>.Of(approval.State)}.");

    /// <summary>What ends the approval: any no of a stage, the yes of the last one.</summary>
    private static ImmutableArray<ApprovalEvent> Follows(Approval approval, Question question)
    {
        var outcome = approval.Decided(question);
        if (ReviewApprovers.IsOutOfReach(approval, question)) return AskApprovers.PassOn(approval, question);
        if (outcome is null) return [];
        var isLast = question.Stage == approval.Stages.Count - 1;
        return outcome == ApprovalOutcome.Rejected || isLast
            ? [approval.Conclude(outcome.Value, ConcludedBecause.Votes)]
            : [];
    }
}
