using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

/// <summary>What happens to a question while it is open.</summary>
public sealed class ReviewAndWithdrawTests
{
    private static readonly Approval Open =
        Asked.About(Asked.Stage(new(QuorumKind.Count, 2))).AskNext(Asked.Roster("ann", "bob", "cid").In("group:cab"));

    [Fact]
    public void WhoeverLeftTheGroup_LosesTheBallot_ButNotTheVote()
    {
        var voted = Open.Approve("ann");
        var left = Review(voted, Asked.Roster("bob").In("group:cab"));
        Assert.Equal(LeftOutBecause.LeftGroup, left.Open!.BallotOf(Asked.Person("cid"))?.Lost);
        Assert.Equal(BallotState.Approved, left.Open!.BallotOf(Asked.Person("ann"))?.State);
        Assert.Equal(ProblemCode.NoLongerPending, left.Vote("cid", VoteDecision.Approve).Refusal?.Code);
        Assert.Equal(ApprovalState.Approved, left.Approve("bob").State);
    }

    [Fact]
    public void TakingSomebodyOut_ApprovesNothing()
    {
        var all = Asked.Of(Asked.Stage(), "ann", "bob").Approve("ann");
        var passed = Review(all, Asked.Roster("ann", "bob").With(Asked.Entry("bob", isActive: false)));
        Assert.Equal(ApprovalState.Pending, passed.State);
        Assert.True(NextStep.Of(passed, Asked.Start) is NextStep.Ask { ToAdmins: true });
    }

    [Fact]
    public void WhoeverGoesAway_KeepsTheBallot_AsLongAsTheRestIsEnough()
    {
        var away = Asked.Away(Duration.FromDays(30));
        var one = Asked.Roster("ann", "bob", "cid").With(Asked.Entry("ann", absent: away)).In("group:cab");
        Assert.Empty(ReviewApprovers.Decide(Open, 1, one, Asked.Start).Events);
        var two = one.With(Asked.Entry("ann", absent: away), Asked.Entry("bob", absent: away));
        var events = ReviewApprovers.Decide(Open, 1, two, Asked.Start).Events;
        Assert.Equal(2, Assert.IsType<ApproversLost>(events[0]).LeftOut.Count);
        Assert.Equal(PassedTo.Admins, Assert.IsType<ApprovalPassedOn>(events[1]).To);
    }

    [Fact]
    public void WhoeverIsBackInTime_IsNotAway()
    {
        var brief = Asked.Away(Duration.FromDays(2));
        var roster = Asked.Roster("ann", "bob", "cid").In("group:cab").With(
            Asked.Entry("ann", absent: brief), Asked.Entry("bob", absent: brief), Asked.Entry("cid", absent: brief));
        Assert.Empty(ReviewApprovers.Decide(Open, 1, roster, Asked.Start).Events);
    }

    [Fact]
    public void Review_OfAQuestionThatIsNotOpen_IsNothing()
    {
        Assert.Empty(ReviewApprovers.Decide(Open, 2, Asked.Roster(), Asked.Start).Events);
        var ended = Open.Approve("ann").Approve("bob");
        Assert.Empty(ReviewApprovers.Decide(ended, 1, Asked.Roster(), Asked.Start).Events);
    }

    [Fact]
    public void WithdrawnVote_CountsNoMore_AndMayBeCastAnew()
    {
        var withdrawn = Open.Reject("ann").Withdraw("ann");
        Assert.Equal(BallotState.Pending, withdrawn.Open!.BallotOf(Asked.Person("ann"))?.State);
        Assert.Equal(ApprovalState.Approved, withdrawn.Approve("ann").Approve("bob").State);
    }

    [Fact]
    public void Withdrawing_WithoutAVote_OrByOthers_OrTooLate_IsRefused()
    {
        Assert.Equal(ProblemCode.InvalidTransition, Refused(Open, "ann"));
        Assert.Equal(ProblemCode.NotTheApprover, Refused(Open, "eve"));
        Assert.Equal(ProblemCode.NoLongerPending, Refused(Open.Approve("ann").Approve("bob"), "ann"));
        Assert.Equal(ProblemCode.RequestChanged, WithdrawVote.Decide(Open, Asked.Person("ann"), "beef").Refusal?.Code);
    }

    private static ProblemCode? Refused(Approval approval, string name) =>
        WithdrawVote.Decide(approval, Asked.Person(name), Asked.Hash).Refusal?.Code;

    private static Approval Review(Approval approval, Roster roster) =>
        approval.After(ReviewApprovers.Decide(approval, 1, roster, Asked.Start));
}
