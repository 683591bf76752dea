using CsCheck;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class CastVoteTests
{
    private static readonly string[] Names = ["ann", "bob", "cid", "dan", "rita", "eve"];
    private static readonly string[] AskedNames = ["ann", "bob", "cid", "dan"];

    private static readonly Gen<(int Needed, RejectOn RejectOn, List<(int Voter, bool IsYes)> Votes)> Elections =
        Gen.Select(
        Gen.Int[1, 4], Gen.Bool.Select(any => any ? RejectOn.Any : RejectOn.Impossible),
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Bool).List[0, 12]);

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
    public void AnEndedApproval_IsNotEndedAgain()
    {
        var approved = Asked.Of(Asked.Stage(), "ann").Approve("ann");
        Assert.Empty(EndApproval.Withdraw(approved).Events);
        Assert.Empty(EndApproval.Void(approved).Events);
        Assert.Empty(EndApproval.Void(null).Events);
    }

    /// <summary>Any votes of anybody in any order, doubled, by outsiders and by the requester, against a tally of
    /// sets.</summary>
    [Fact]
    public void AnyVotes_EndOnce_AsTheTallySays() => Elections.Sample((needed, rejectOn, votes) =>
    {
        var approval = Asked.Of(Asked.Stage(new(QuorumKind.Count, needed), rejectOn), [.. AskedNames, "rita", "ann"]);
        var (yes, no, ends) = (new HashSet<string>(), new HashSet<string>(), new List<ApprovalOutcome>());
        foreach (var (voter, isYes) in votes)
        {
            var name = Names[voter];
            var counts = ends.Count == 0 && AskedNames.Contains(name) && !yes.Contains(name) && !no.Contains(name);
            var decision = approval.Vote(name, isYes ? VoteDecision.Approve : VoteDecision.Reject);
            Assert.Equal(counts, decision.Refusal is null);
            if (!counts) continue;
            (isYes ? yes : no).Add(name);
            approval = approval.After(decision);
            ends.AddRange(decision.Events.OfType<ApprovalConcluded>().Select(concluded => concluded.Outcome));
            Assert.Equal(yes.Count >= needed, approval.State == ApprovalState.Approved);
            var isHopeless = (no.Count > 0 && rejectOn == RejectOn.Any) || AskedNames.Length - no.Count < needed;
            var isLost = yes.Count < needed && isHopeless;
            Assert.Equal(isLost, approval.State == ApprovalState.Rejected);
        }
        Assert.True(ends.Count <= 1);
        Assert.Equal(ends.Count == 0, approval.State == ApprovalState.Pending);
    });
}
