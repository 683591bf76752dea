using CsCheck;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

/// <summary>An approver becomes inactive while the question is open: the ballot is void, and the delegate is asked.
/// </summary>
public sealed class DelegationTests
{
    private const int Runs = 10_000;

    [Fact]
    public void DelegateOfWhoBecameInactive_IsAsked_WithWeightAndGroups_AndTheBallotIsVoid()
    {
        var open = Asked.About(Asked.Stage(new(QuorumKind.Count, 2)))
            .AskNext(Heavy(Asked.Roster("ann", "bob").In("group:cab")));
        var events = Decide(open, Heavy(Left("ann", "dan").In("group:cab"))).Events;
        var lost = Assert.Single(Assert.IsType<ApproversLost>(events[0]).LeftOut);
        Assert.Equal(("ann@acme.example", LeftOutBecause.Inactive), (lost.Who, lost.Because));
        var dan = Assert.Single(Assert.IsType<ApprovalDelegated>(events[1]).Approvers);
        Assert.Equal((Asked.Person("dan"), Asked.Person("ann"), 3), (dan.Person, dan.OnBehalfOf!.Value, dan.Weight));
        Assert.Equal(["group:cab"], dan.Groups!);
        var after = open.After(Decide(open, Heavy(Left("ann", "dan").In("group:cab"))));
        var ballot = BallotOf(after, "ann");
        Assert.Equal((BallotState.Void, Asked.Person("dan")), (ballot.State, ballot.DelegatedTo!.Value));
        Assert.Equal(ApprovalState.Approved, after.Approve("bob").Approve("dan").State);
    }

    [Fact]
    public void DelegatedBallot_IsCountedOnce()
    {
        var all = Asked.Of(Asked.Stage(), "ann", "bob").Approve("bob");
        var delegated = Review(all, Left("ann", "dan"));
        Assert.Equal(ApprovalState.Pending, delegated.State);
        Assert.Equal(ApprovalState.Approved, delegated.Approve("dan").State);
        Assert.Equal(ApprovalState.Rejected, delegated.Reject("dan").State);
    }

    [Fact]
    public void SameNewsAgain_AsksNobodyTwice()
    {
        var delegated = Review(Asked.Of(Asked.Stage(), "ann", "bob"), Left("ann", "dan"));
        Assert.Empty(Decide(delegated, Left("ann", "dan")).Events);
        Assert.Empty(Decide(delegated.Approve("dan"), Left("ann", "dan")).Events);
    }

    [Fact]
    public void VoidBallot_CannotBeUsed()
    {
        var delegated = Review(Asked.Of(Asked.Stage(), "ann", "bob"), Left("ann", "dan"));
        var refusal = delegated.Vote("ann", VoteDecision.Approve).Refusal!;
        Assert.Equal(ProblemCode.NoLongerPending, refusal.Code);
        Assert.Contains("ballot about CHG-000001 is void: inactive", refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("rita")]
    [InlineData("zoe")]
    [InlineData("ida")]
    [InlineData("abe")]
    public void DelegateWhoIsAskedAlready_OrMayNotBe_IsNotAsked_AndTheOthersDecide(string to)
    {
        var roster = Asked.Roster("ann", "bob").With(
            Asked.Entry("ann", Asked.To(to), isActive: false), Asked.Entry("ida", isActive: false),
            Asked.Entry("abe", absent: Asked.Away(Duration.FromDays(1))));
        var facts = new ApprovalFacts("normal", null, null, Authors: [Asked.Person("zoe")]);
        var any = Asked.About(facts, Asked.Stage(Quorum.AnyOne)).AskNext(Asked.Roster("ann", "bob"));
        Assert.IsType<ApproversLost>(Assert.Single(Decide(any, roster).Events));
        Assert.Equal(ApprovalState.Approved, Review(any, roster).Approve("bob").State);
        var all = Asked.About(facts, Asked.Stage()).AskNext(Asked.Roster("ann", "bob"));
        Assert.Equal(PassedTo.Admins, Assert.IsType<ApprovalPassedOn>(Decide(all, roster).Events[^1]).To);
    }

    [Fact]
    public void DelegationThatIsOver_AsksNobody()
    {
        var open = Asked.Of(Asked.Stage(), "ann", "bob");
        var later = ReviewApprovers.Decide(open, 1, Left("ann", "dan"), Asked.Start + Duration.FromDays(1)).Events;
        Assert.IsType<ApprovalPassedOn>(later[^1]);
    }

    [Fact]
    public void OneDelegateOfTwo_HasOneBallot()
    {
        var any = Asked.Of(Asked.Stage(Quorum.AnyOne), "ann", "bob", "cid");
        var roster = Asked.Roster("ann", "bob", "cid").With(
            Asked.Entry("ann", Asked.To("dan"), isActive: false), Asked.Entry("bob", Asked.To("dan"), isActive: false));
        var delegated = Assert.IsType<ApprovalDelegated>(Decide(any, roster).Events[1]);
        Assert.Equal(Asked.Person("ann"), Assert.Single(delegated.Approvers).OnBehalfOf);
        Assert.Null(BallotOf(Review(any, roster), "bob").DelegatedTo);
    }

    [Fact]
    public void DelegateWhoBecomesInactive_LeavesTheQuestionToThePersonAgain()
    {
        var away = Asked.Roster("ann", "bob").With(Asked.Entry("ann", Asked.To("dan")));
        var open = Asked.About(Asked.Stage()).AskNext(away);
        var roster = Asked.Roster("ann", "bob").With(
            Asked.Entry("ann", Asked.To("dan")), Asked.Entry("dan", isActive: false));
        var back = Review(open, roster);
        Assert.Equal(Asked.Person("ann"), BallotOf(back, "dan").DelegatedTo);
        Assert.Equal(ApprovalState.Approved, back.Approve("ann").Approve("bob").State);
    }

    [Fact]
    public void DelegateOfSomebodyWhoBecomesInactive_KeepsTheBallot_AlsoWhenTheGroupIsCleared()
    {
        var away = Asked.Roster("ann", "bob").In("group:cab").With(Asked.Entry("ann", Asked.To("dan")));
        var open = Asked.About(Asked.Stage()).AskNext(away);
        Assert.Empty(Decide(open, Left("ann", "dan").In("group:cab")).Events);
        var cleared = Asked.Roster("bob").In("group:cab").With(Asked.Entry("ann", Asked.To("dan"), isActive: false));
        Assert.Empty(Decide(open, cleared).Events);
        Assert.Equal(ApprovalState.Approved, open.Approve("dan").Approve("bob").State);
    }

    [Fact]
    public void DelegateNamedAfterwards_IsAsked_AndWhoComesBackIsNot()
    {
        var alone = Asked.Roster("ann", "bob").With(Asked.Entry("ann", isActive: false));
        var lost = Review(Asked.Of(Asked.Stage(Quorum.AnyOne), "ann", "bob"), alone);
        Assert.Empty(Decide(lost, Asked.Roster("ann", "bob")).Events);
        Assert.Equal(BallotState.Void, BallotOf(Review(lost, Asked.Roster("ann", "bob")), "ann").State);
        Assert.Equal(Asked.Person("dan"), BallotOf(Review(lost, Left("ann", "dan")), "ann").DelegatedTo);
    }

    [Fact]
    public void InactiveBeforeTheQuestion_IsDelegatedToo()
    {
        var asked = Asked.About(Asked.Stage()).AskNext(Left("ann", "dan"));
        Assert.Equal(Asked.Person("ann"), BallotOf(asked, "dan").Approver.OnBehalfOf);
        Assert.Null(asked.Open!.BallotOf(Asked.Person("ann")));
    }

    /// <summary>Delegates change no outcome: an election in which some become inactive is the one in which they stayed
    /// and voted as their delegates do.</summary>
    [Fact]
    public void Delegates_DecideAsThoseWouldHave_WhoseBallotsTheyHave() => Gen.Select(
        ElectionCase.Any, Gen.Int[0, 63], Gen.Int[0, 14]).Sample(
        (@case, who, when) =>
        {
            var (stayed, left, moved) = (@case.Begin(), @case.Begin(), new HashSet<int>());
            foreach (var (at, act) in @case.Actions.Where(act => act.What != What.Lose).Index())
            {
                if (at == when) (left, moved) = Leave(left, @case, who);
                stayed = Take(stayed, act, ElectionCase.NameOf(act.Who));
                left = Take(left, act, moved.Contains(act.Who) ? $"d{act.Who}" : ElectionCase.NameOf(act.Who));
                Assert.Equal(stayed.State, left.State);
                Assert.Equal(stayed.Questions[0].State, left.Questions[0].State);
            }
        },
        iter: Runs);

    private static (Approval After, HashSet<int> Moved) Leave(Approval open, ElectionCase @case, int who)
    {
        var leaving = Enumerable.Range(0, ElectionCase.Most).Where(one => (who & (1 << one)) != 0).ToList();
        var moved = leaving.Where(one => open.Open?.BallotOf(Asked.Person(ElectionCase.NameOf(one)))?.State
            == BallotState.Pending).ToHashSet();
        var roster = @case.With([.. leaving.Select(one =>
            Asked.Entry(ElectionCase.NameOf(one), Asked.To($"d{one}"), isActive: false))]);
        return (Review(open, roster), moved);
    }

    private static Approval Take(Approval approval, Act act, string name)
    {
        var decision = act.What == What.Withdraw
            ? WithdrawVote.Decide(approval, Asked.Person(name), Asked.Hash)
            : approval.Vote(name, act.What == What.Approve ? VoteDecision.Approve : VoteDecision.Reject);
        return decision.Refusal is null ? approval.After(decision) : approval;
    }

    /// <summary>Ann and Bob are named; one works here no more and has a delegate.</summary>
    private static Roster Left(string name, string to) =>
        Asked.Roster("ann", "bob").With(Asked.Entry(name, Asked.To(to), isActive: false));

    private static Roster Heavy(Roster roster) =>
        roster with { Named = [.. roster.Named.Select(named => named with { Weight = 3 })] };

    private static Ballot BallotOf(Approval approval, string name) =>
        approval.Questions[0].BallotOf(Asked.Person(name))!;

    private static Decision<ApprovalEvent> Decide(Approval approval, Roster roster) =>
        ReviewApprovers.Decide(approval, 1, roster, Asked.Start);

    private static Approval Review(Approval approval, Roster roster) => approval.After(Decide(approval, roster));
}
