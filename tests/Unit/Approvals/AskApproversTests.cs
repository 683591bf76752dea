using System.Text.Json;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class AskApproversTests
{
    [Fact]
    public void Ask_LeavesOutDoublesAndTheRequester()
    {
        var ballots = Asked.Of(Asked.Stage(), "ann", "rita", "bob", "ann").Questions[0].Ballots;
        Assert.Equal([Asked.Person("ann"), Asked.Person("bob")], ballots.Select(ballot => ballot.Approver.Person));
    }

    [Theory]
    [InlineData(QuorumKind.Any, null, new string[0])]
    [InlineData(QuorumKind.All, null, new[] { "rita" })]
    [InlineData(QuorumKind.Count, 2, new[] { "ann", "rita", "ann" })]
    public void Ask_OfTooFew_AsksNobody_AndGoesToTheAdmins(QuorumKind kind, int? value, string[] people)
    {
        var passed = Asked.About(Asked.Stage(new(kind, value))).AskNext(Asked.Roster(people));
        Assert.Empty(passed.Questions[0].Ballots);
        var next = Assert.IsType<NextStep.Ask>(NextStep.Of(passed, Asked.Start));
        Assert.Equal((2, 0, true, true), (next.Number, next.Stage, next.Escalated, next.ToAdmins));
        Assert.Equal(ApprovalState.Approved, passed.AskNext(Asked.Roster("adam", "rita")).Approve("adam").State);
    }

    [Fact]
    public void Ask_OfTooFew_GoesToWhomTheStageEscalatesTo_BeforeTheAdmins()
    {
        var passed = Asked.About(Asked.Stage(onTimeout: OnTimeout.Escalate)).AskNext(Asked.Roster("rita"));
        var next = Assert.IsType<NextStep.Ask>(NextStep.Of(passed, Asked.Start));
        Assert.Equal((true, false, passed.Stages[0].EscalateTo), (next.Escalated, next.ToAdmins, next.To));
        var again = passed.AskNext(Asked.Roster("rita"));
        Assert.True(Assert.IsType<NextStep.Ask>(NextStep.Of(again, Asked.Start)).ToAdmins);
    }

    [Fact]
    public void Ask_WithNobodyLeftAtAll_IsANo_ThatSaysWhy()
    {
        var passed = Asked.About(Asked.Stage()).AskNext(Asked.Roster("rita"));
        var ask = (NextStep.Ask)NextStep.Of(passed, Asked.Start);
        var decision = AskApprovers.Decide(passed, ask, Asked.Roster("rita"), Asked.Start);
        Assert.Equal(PassedTo.Nobody, Assert.IsType<ApprovalPassedOn>(decision.Events[1]).To);
        Assert.Equal(ConcludedBecause.TooFewApprovers, Assert.IsType<ApprovalConcluded>(decision.Events[2]).Because);
        Assert.Equal(ApprovalState.Rejected, passed.After(decision).State);
    }

    [Fact]
    public void Ask_RecordsWhoWasLeftOut_AndWhy()
    {
        var roster = Asked.Roster("ann", "rita", "ivo", "ida").With(Asked.Entry("ida", isActive: false)) with
        {
            Unknown = [new("group:none", LeftOutBecause.Nobody)],
        };
        var approval = Asked.About(new ApprovalFacts("normal", null, Asked.Person("ivo")), Asked.Stage());
        var ask = (NextStep.Ask)NextStep.Of(approval, Asked.Start);
        var asked = (ApprovalAsked)AskApprovers.Decide(approval, ask, roster, Asked.Start).Events[0];
        Assert.Equal(
            [
                new("group:none", LeftOutBecause.Nobody), new("rita@acme.example", LeftOutBecause.Requester),
                new("ivo@acme.example", LeftOutBecause.Implementer), new("ida@acme.example", LeftOutBecause.Inactive),
            ],
            asked.LeftOut);
        Assert.Equal(Asked.Person("ann"), Assert.Single(asked.Approvers).Person);
    }

    /// <summary>Ann is away for longer than the three days that the question is open.</summary>
    [Theory]
    [InlineData(QuorumKind.Any, false)]
    [InlineData(QuorumKind.All, true)]
    public void Absent_IsNotAsked_WhereTheRestIsEnough_AndCountsNonetheless(QuorumKind kind, bool isPassedOn)
    {
        var roster = Asked.Roster("ann", "bob").With(Asked.Entry("ann", absent: Asked.Away(Duration.FromDays(9))));
        var asked = Asked.About(Asked.Stage(new(kind))).AskNext(roster);
        Assert.Equal(isPassedOn, NextStep.Of(asked, Asked.Start) is NextStep.Ask { ToAdmins: true });
        var ann = asked.Questions[0].BallotOf(Asked.Person("ann"))!;
        Assert.Equal((BallotState.Void, LeftOutBecause.Absent), (ann.State, ann.Lost));
        Assert.Equal(ProblemCode.NotTheApprover, asked.Vote("ann", VoteDecision.Approve).Refusal?.Code);
    }

    [Fact]
    public void Absent_WhoIsBackInTime_IsAskedIfTheRestIsNotEnough()
    {
        var roster = Asked.Roster("ann", "bob").With(Asked.Entry("ann", absent: Asked.Away(Duration.FromDays(2))));
        var asked = Asked.About(Asked.Stage()).AskNext(roster);
        Assert.Equal(
            [Asked.Person("bob"), Asked.Person("ann")], asked.Open!.Pending.Select(approver => approver.Person));
    }

    [Fact]
    public void Ask_OfTheSameQuestionAgain_IsNothing()
    {
        var asked = Asked.Of(Asked.Stage(), "ann");
        var again = new NextStep.Ask(1, 0, false, asked.Stages[0].Approvers);
        Assert.Empty(AskApprovers.Decide(asked, again, Asked.Roster("bob"), Asked.Start).Events);
    }

    [Fact]
    public void Ask_SaysWhenItIsDue() =>
        Assert.Equal(Asked.Start + Duration.FromDays(3), Asked.Of(Asked.Stage(), "ann").Open?.DueAt);

    [Fact]
    public void State_SurvivesItsSnapshot()
    {
        var approval = Asked.Of(Asked.Stage(remindEvery: Duration.FromDays(1)), "ann", "bob").Approve("ann");
        var json = JsonSerializer.Serialize(approval, Json.Stored);
        var read = JsonSerializer.Deserialize<Approval>(json, Json.Stored);
        Assert.Equal(json, JsonSerializer.Serialize(read, Json.Stored));
    }

    [Fact]
    public void Events_SurviveStorage()
    {
        ApprovalEvent timedOut = new ApprovalTimedOut(1, OnTimeout.Escalate);
        var stored = EventTypes<ApprovalEvent>.DataOf(timedOut);
        Assert.Equal("""{"question":1,"action":"escalate"}""", stored.GetRawText());
        Assert.Equal(timedOut, EventTypes<ApprovalEvent>.Read("approval.timed_out", stored));
    }
}
