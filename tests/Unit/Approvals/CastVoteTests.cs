using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class CastVoteTests
{
    [Fact]
    public void Vote_ThatCompletesTheLastStage_EndsTheApproval()
    {
        var decision = Asked.Of(Asked.Stage(), "ann", "bob").Approve("ann").Vote("bob", VoteDecision.Approve);
        var concluded = Assert.IsType<ApprovalConcluded>(decision.Events[1]);
        Assert.Equal((ApprovalOutcome.Approved, ConcludedBecause.Votes), (concluded.Outcome, concluded.Because));
    }

    [Fact]
    public void Vote_ThatCompletesAnEarlierStage_LeavesTheNextToBeAsked()
    {
        var passed = Asked.About(Asked.Stage(), Asked.Stage()).Ask(1, 0, "ann").Approve("ann");
        Assert.Equal((ApprovalState.Pending, StageState.Approved), (passed.State, passed.Questions[0].State));
        Assert.Equal(ApprovalState.Approved, passed.Ask(2, 1, "bob").Approve("bob").State);
    }

    [Fact]
    public void Vote_Twice_IsRefused_AndSaysWhatWasDecided()
    {
        var refusal = Asked.Of(Asked.Stage(), "ann", "bob").Approve("ann").Vote("ann", VoteDecision.Reject).Refusal!;
        Assert.Equal(ProblemCode.AlreadyDecided, refusal.Code);
        Assert.Contains("approved", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Vote_AfterOthersDecided_IsTooLate()
    {
        var decided = Asked.Of(Asked.Stage(Quorum.AnyOne), "ann", "bob").Approve("ann");
        Assert.Equal(ProblemCode.NoLongerPending, decided.Vote("bob", VoteDecision.Reject).Refusal?.Code);
        Assert.Equal(ProblemCode.AlreadyDecided, decided.Vote("ann", VoteDecision.Reject).Refusal?.Code);
        Assert.Equal(BallotState.Void, decided.Questions[0].BallotOf(Asked.Person("bob"))?.State);
    }

    [Fact]
    public void Vote_OfSomebodyWhoIsNotAsked_IsRefused() => Assert.Equal(
        ProblemCode.NotTheApprover, Asked.Of(Asked.Stage(), "ann").Vote("eve", VoteDecision.Approve).Refusal?.Code);

    [Fact]
    public void Vote_OfTheRequester_IsRefused_EvenIfThePolicyNamesThem() => Assert.Equal(
        ProblemCode.NotTheApprover,
        Asked.Of(Asked.Stage(), "ann", "rita").Vote("rita", VoteDecision.Approve).Refusal?.Code);

    [Fact]
    public void Vote_OnOtherContent_IsRefused() => Assert.Equal(
        ProblemCode.RequestChanged,
        Asked.Of(Asked.Stage(), "ann").Vote("ann", VoteDecision.Approve, "beef").Refusal?.Code);

    [Fact]
    public void Vote_AfterAnEdit_IsRefused()
    {
        var edited = Asked.Of(Asked.Stage(), "ann");
        edited = edited.After(EndApproval.Void(edited));
        Assert.Equal(ProblemCode.RequestChanged, edited.Vote("ann", VoteDecision.Approve).Refusal?.Code);
    }

    [Fact]
    public void Vote_AfterTheWithdrawal_IsTooLate()
    {
        var withdrawn = Asked.Of(Asked.Stage(), "ann");
        withdrawn = withdrawn.After(EndApproval.Withdraw(withdrawn));
        Assert.Equal(ProblemCode.NoLongerPending, withdrawn.Vote("ann", VoteDecision.Approve).Refusal?.Code);
    }

    [Fact]
    public void Vote_InAnEarlierQuestion_CountsForNothingInALaterOne()
    {
        var second = Asked.About(Asked.Stage(), Asked.Stage()).Ask(1, 0, "ann").Approve("ann").Ask(2, 1, "ann", "bob");
        Assert.Equal(ProblemCode.AlreadyDecided, second.Vote("ann", VoteDecision.Approve, question: 1).Refusal?.Code);
        Assert.NotEmpty(second.Vote("ann", VoteDecision.Approve, question: 2).Events);
    }

    [Fact]
    public void Vote_WithALinkThatWasUsedAndWithdrawn_IsRefused()
    {
        var withdrawn = Linked(Asked.Of(Asked.Stage(), "ann", "bob"), "first").Withdraw("ann");
        var again = CastVote.Decide(withdrawn, By("first"));
        Assert.Equal(ProblemCode.AlreadyDecided, again.Refusal?.Code);
        Assert.Equal(ApprovalState.Approved, Linked(withdrawn, "second").Approve("bob").State);
    }

    [Fact]
    public void VoteThatCameTooLate_IsOnRecord_WithHowItStood()
    {
        var decided = Asked.Of(Asked.Stage(Quorum.AnyOne), "ann", "bob").Approve("ann");
        var late = CastVote.Late(decided, By(null) with { Approver = Asked.Person("bob") });
        var refused = Assert.IsType<ApprovalVoteRefused>(Assert.Single(late.Events));
        Assert.Equal((Asked.Person("bob"), ApprovalState.Approved), (refused.Approver, refused.State));
        Assert.Equal(decided, decided.After(late));
        Assert.Empty(CastVote.Late(decided, By(null)).Events);
        Assert.Empty(CastVote.Late(decided, By(null) with { Approver = Asked.Person("eve") }).Events);
    }

    /// <summary>Two of three are needed, one is lost: the no of another leaves too few, but those who voted did not
    /// decide that.</summary>
    [Fact]
    public void No_ThatIsOnlyEnoughBecauseSomebodyIsLost_PassesTheQuestionOn()
    {
        var open = Asked.Of(Asked.Stage(new(QuorumKind.Count, 2)), "ann", "bob", "cid");
        var gone = Asked.Roster("ann", "bob", "cid").With(Asked.Entry("cid", isActive: false));
        open = open.After(ReviewApprovers.Decide(open, 1, gone, Asked.Start));
        Assert.Equal(ApprovalState.Pending, open.State);
        var decision = open.Vote("ann", VoteDecision.Reject);
        Assert.Equal(PassedTo.Admins, Assert.IsType<ApprovalPassedOn>(decision.Events[1]).To);
    }

    [Fact]
    public void AnEndedApproval_IsNotEndedAgain()
    {
        var approved = Asked.Of(Asked.Stage(), "ann").Approve("ann");
        Assert.Empty(EndApproval.Withdraw(approved).Events);
        Assert.Empty(EndApproval.Void(approved).Events);
        Assert.Empty(EndApproval.Void(null).Events);
    }

    private static CastVote By(string? link) =>
        new(Asked.Person("ann"), VoteDecision.Approve, VoteChannel.Link, null, Asked.Hash, null) { Link = link };

    private static Approval Linked(Approval approval, string link) =>
        approval.After(CastVote.Decide(approval, By(link)));
}
