using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class SubmitAndConcludeTests
{
    private static readonly Change Awaiting = Given.In(ChangeState.AwaitingApproval);
    private static readonly ApprovalConcluded Yes =
        new(Given.Id, 1, Awaiting.ContentHash, ApprovalOutcome.Approved, ConcludedBecause.Votes);

    [Fact]
    public void Submit_NamesThePolicyAndItsVersion() =>
        Assert.Equal(new("cab", 3), Submitted(Given.Draft, Given.Policy).Policy);

    [Fact]
    public void Submit_WithoutAPolicy_IsRefused() => Assert.Equal(
        ProblemCode.NoPolicy, SubmitChange.Decide(Given.Draft, new(Given.Rita, [], ContentModels.None)).Refusal?.Code);

    [Fact]
    public void Submit_OfAStandardChangeWithoutAPolicy_ApprovesAtOnce()
    {
        var models = new ContentModels(Given.Template, Given.Questionnaire);
        var body = new DraftChange(null, "standard", null, null, Given.Body.Window, Template: "patch");
        var standard = Given.Fold(null, DraftChange.Decide(null, body, "CHG-000001", null, models));
        var decision = SubmitChange.Decide(standard, new(null, [Given.PolicyFor("x", type: ["normal"])], models));
        Assert.Equal(ChangeState.Approved, Given.Fold(standard, decision).State);
        Assert.Null(Assert.IsType<ChangeApproved>(decision.Events[1]).Approval);
    }

    [Fact]
    public void Submit_BySomebodyElse_MakesThatPersonTheRequester()
    {
        var submitted = SubmitChange.Decide(Given.Draft, new(Given.Olga, [Given.Policy], ContentModels.None));
        Assert.Equal(Given.Olga, Given.Fold(Given.Draft, submitted).Requester);
    }

    [Fact]
    public void Authors_AreAllWhoWroteOrSubmitted()
    {
        var submitted = Given.Fold(
            Given.Draft, SubmitChange.Decide(Given.Draft, new(Given.Olga, [Given.Policy], ContentModels.None)));
        Assert.Equal([Given.Rita, Given.Olga], submitted.Authors);
        var edited = Given.Fold(submitted, new ChangeEdited(submitted.Content, submitted.Content.Risk.Level, "x", Given.Rita));
        Assert.Equal([Given.Rita, Given.Olga], edited.Authors);
    }

    [Fact]
    public void Submit_TakesThePolicyThatSaysMost()
    {
        var policies = new[]
        {
            Given.PolicyFor("all"),
            Given.PolicyFor("b", risk: ["medium"], service: ["Network"]),
            Given.PolicyFor("a", type: ["normal"]),
            Given.PolicyFor("c", type: ["emergency"], risk: ["medium"], service: ["network"]),
        };
        Assert.Equal("b", Submitted(Given.Draft, policies).Policy?.Key);
    }

    [Fact]
    public void Conclude_WithYes_Approves() =>
        Assert.Equal(new ChangeApproved(Given.Approval, 1, Awaiting.ContentHash), Conclude(Awaiting, Yes).Events[0]);

    [Fact]
    public void Conclude_WithNo_RejectsAndSaysWhy()
    {
        var no = Yes with { Outcome = ApprovalOutcome.Rejected, Because = ConcludedBecause.Timeout };
        var rejected = Given.Fold(Awaiting, Conclude(Awaiting, no));
        Assert.Equal((ChangeState.Rejected, "timeout"), (rejected.State, rejected.RejectedBecause));
    }

    [Fact]
    public void Conclude_OfAnEarlierQuestion_IsNothing() =>
        Assert.Empty(Conclude(Awaiting with { Generation = 2 }, Yes).Events);

    [Fact]
    public void Conclude_OnOtherContent_IsNothing() =>
        Assert.Empty(Conclude(Awaiting, Yes with { ContentHash = "other" }).Events);

    [Theory]
    [InlineData(ChangeState.Cancelled)]
    [InlineData(ChangeState.Approved)]
    [InlineData(ChangeState.Draft)]
    public void Conclude_WhenTheQuestionIsNotOpen_IsNothing(ChangeState state) =>
        Assert.Empty(Conclude(Given.In(state), Yes).Events);

    private static Decision<ChangeEvent> Conclude(Change change, ApprovalConcluded concluded) =>
        ConcludeChange.Decide(change, Given.Approval, concluded);

    private static ChangeSubmitted Submitted(Change change, params ApprovalPolicy[] policies) =>
        (ChangeSubmitted)SubmitChange.Decide(change, new(Given.Rita, policies, ContentModels.None)).Events[0];
}
