using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class TimeTests
{
    private static readonly ApprovalFacts Standard = new("standard", null, null);
    private static readonly Instant Due = Asked.Start + Duration.FromDays(3);

    [Theory]
    [InlineData(OnTimeout.Reject, ApprovalState.Rejected)]
    [InlineData(OnTimeout.Approve, ApprovalState.Approved)]
    public void TimeOut_DoesWhatThePolicySays(OnTimeout action, ApprovalState state)
    {
        var silent = Asked.About(Standard, Asked.Stage(onTimeout: action)).Ask(1, 0, "ann");
        var decision = TimeOutApproval.Decide(silent, 1, Due);
        Assert.Equal(state, silent.After(decision).State);
        Assert.Equal(ConcludedBecause.Timeout, Assert.IsType<ApprovalConcluded>(decision.Events[1]).Because);
    }

    /// <summary>Whatever an old policy says, and for approvals from before the type was kept.</summary>
    [Theory]
    [InlineData("normal")]
    [InlineData("emergency")]
    [InlineData(null)]
    public void Silence_IsAYesForStandardChangesAlone(string? type)
    {
        var silent = Asked.About(Standard, Asked.Stage(onTimeout: OnTimeout.Approve)).Ask(1, 0, "ann") with
        {
            Facts = type is null ? null : new(type, null, null),
        };
        Assert.Equal(ApprovalState.Rejected, silent.After(TimeOutApproval.Decide(silent, 1, Due)).State);
    }

    [Fact]
    public void TimeOut_IsNeverEarly() =>
        Assert.Empty(TimeOutApproval.Decide(Asked.Of(Asked.Stage(), "ann"), 1, Due - Duration.Epsilon).Events);

    [Fact]
    public void TimeOut_OfAQuestionThatIsNotOpenAnyMore_IsNothing()
    {
        var next = Asked.About(Asked.Stage(), Asked.Stage()).Ask(1, 0, "ann").Approve("ann").Ask(2, 1, "bob");
        Assert.Empty(TimeOutApproval.Decide(next, 1, Due).Events);
        Assert.Empty(TimeOutApproval.Decide(Asked.Of(Asked.Stage(), "ann").Approve("ann"), 1, Due).Events);
    }

    [Fact]
    public void TimeOut_WithYes_OfAnEarlierStage_GoesOnToTheNext()
    {
        var silent = Asked.About(Standard, Asked.Stage(onTimeout: OnTimeout.Approve), Asked.Stage()).Ask(1, 0, "ann");
        var passed = silent.After(TimeOutApproval.Decide(silent, 1, Due));
        Assert.Equal(new NextStep.Ask(2, 1, false, passed.Stages[1].Approvers), NextStep.Of(passed, Due));
    }

    [Fact]
    public void TimeOut_ThatEscalates_VoidsTheOldBallots_AndOneOfTheOthersDecides()
    {
        var silent = Asked.Of(Asked.Stage(onTimeout: OnTimeout.Escalate), "ann", "bob").Approve("ann");
        var passedOn = silent.After(TimeOutApproval.Decide(silent, 1, Due));
        Assert.Equal(new NextStep.Ask(2, 0, true, passedOn.Stages[0].EscalateTo), NextStep.Of(passedOn, Due));
        var escalated = passedOn.AskNext(Asked.Roster("boss", "vice"), Due);
        Assert.Equal(ProblemCode.NoLongerPending, escalated.Vote("bob", VoteDecision.Approve).Refusal?.Code);
        Assert.Equal(ApprovalState.Approved, escalated.Approve("vice").State);
    }

    [Fact]
    public void TimeOut_OfAnEscalation_IsANo()
    {
        var silent = Asked.Of(Asked.Stage(onTimeout: OnTimeout.Escalate), "ann");
        silent = silent.After(TimeOutApproval.Decide(silent, 1, Due));
        silent = silent.AskNext(Asked.Roster("boss"), Due);
        Assert.Empty(TimeOutApproval.Decide(silent, 2, Due).Events);
        var ended = silent.After(TimeOutApproval.Decide(silent, 2, Due + Duration.FromDays(3)));
        Assert.Equal(ApprovalState.Rejected, ended.State);
    }

    [Fact]
    public void Reminder_GoesToThoseWhoHaveNotVoted_OnceForAllThatWereMissed()
    {
        var open = Asked.Of(Asked.Stage(remindEvery: Duration.FromHours(12)), "ann", "bob").Approve("ann");
        var reminded = RemindApprovers.Decide(open, 1, Asked.Start + Duration.FromDays(2));
        var reminder = Assert.IsType<ApprovalReminded>(Assert.Single(reminded.Events));
        Assert.Equal(Asked.Person("bob"), Assert.Single(reminder.Approvers).Person);
        Assert.Empty(RemindApprovers.Decide(open, 1, Asked.Start + Duration.FromHours(11)).Events);
    }

    [Fact]
    public void Reminder_AtTheEnd_WouldComeTooLate()
    {
        var open = Asked.Of(Asked.Stage(remindEvery: Duration.FromDays(3)), "ann");
        Assert.Equal(new NextStep.Wait(Due), NextStep.Of(open, Asked.Start));
    }

    [Fact]
    public void Reminder_ComesBeforeTheLinkDies_EvenIfThePolicyAsksForNone() => Assert.Equal(
        new NextStep.Wait(Asked.Start + Duration.FromDays(6)),
        NextStep.Of(Asked.Of(Asked.Stage(timeout: Duration.FromDays(30)), "ann"), Asked.Start));

    [Fact]
    public void NextStep_WalksThroughTheApproval()
    {
        var approval = Asked.About(Asked.Stage(remindEvery: Duration.FromDays(1)));
        Assert.Equal(new NextStep.Ask(1, 0, false, approval.Stages[0].Approvers), NextStep.Of(approval, Asked.Start));
        var open = approval.Ask(1, 0, "ann");
        Assert.Equal(new NextStep.Wait(Asked.Start + Duration.FromDays(1)), NextStep.Of(open, Asked.Start));
        Assert.Equal(new NextStep.Remind(1), NextStep.Of(open, Asked.Start + Duration.FromDays(1)));
        Assert.Equal(new NextStep.TimeOut(1), NextStep.Of(open, Due));
        Assert.Equal(new NextStep.Done(), NextStep.Of(open.Approve("ann"), Due));
    }
}
