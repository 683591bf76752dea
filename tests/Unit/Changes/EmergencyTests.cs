using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class EmergencyTests
{
    [Fact]
    public void Start_BeforeTheAnswer_IsPossible_WhereThePolicyAllowsIt()
    {
        var started = Assert.IsType<ChangeStarted>(StartChange.Decide(Asked("emergency", true)).Events[0]);
        Assert.True(started.Retrospective);
    }

    [Theory]
    [InlineData("emergency", false)]
    [InlineData("normal", true)]
    public void Start_BeforeTheAnswer_IsNotPossibleOtherwise(string type, bool allowed) =>
        Assert.Equal(ProblemCode.InvalidTransition, StartChange.Decide(Asked(type, allowed)).Refusal?.Code);

    [Fact]
    public void Approval_Afterwards_IsRecordedAsSuch_AndMovesNothing()
    {
        var change = Concluded(ApprovalOutcome.Approved);
        Assert.Equal((ChangeState.Implementing, RetrospectiveApproval.Approved), (change.State, change.Retrospective));
        Assert.NotEmpty(CloseChange.Decide(Complete(change)).Events);
    }

    [Fact]
    public void Approval_AfterTheEnd_StillCounts() => Assert.Equal(
        RetrospectiveApproval.Approved, Conclude(Complete(Begun()), ApprovalOutcome.Approved).Retrospective);

    [Fact]
    public void Close_BeforeTheAnswer_IsRefused() =>
        Assert.Contains("not answered yet", CloseChange.Decide(Complete(Begun())).Refusal!.Detail, StringComparison.Ordinal);

    [Fact]
    public void Close_AfterARejection_NeedsAReview()
    {
        var rejected = Complete(Concluded(ApprovalOutcome.Rejected));
        Assert.Equal(ProblemCode.InvalidTransition, CloseChange.Decide(rejected).Refusal?.Code);
        var reviewed = Given.Fold(rejected, ReviewChange.Decide(rejected, new("Never again"), []));
        Assert.NotEmpty(CloseChange.Decide(reviewed).Events);
    }

    [Fact]
    public void Close_WithAReviewFromBeforeTheRejection_IsRefused()
    {
        var early = Complete(Begun());
        early = Given.Fold(early, ReviewChange.Decide(early, new("Went well"), []));
        Assert.Equal(ProblemCode.InvalidTransition, CloseChange.Decide(Conclude(early, ApprovalOutcome.Rejected)).Refusal?.Code);
    }

    [Fact]
    public void Approval_OfAChangeBegunTheUsualWay_IsNoneAfterwards() =>
        Assert.Empty(ConcludeChange.Decide(Given.In(ChangeState.Implementing), Given.Approval, Yes(Given.Draft)).Events);

    private static Change Asked(string type, bool allowed)
    {
        var body = Given.Body with { Type = type };
        var draft = Given.Fold(null, DraftChange.Decide(null, body, "CHG-000001", Given.Rita, ContentModels.None));
        var policy = Given.Policy with { Retrospective = allowed };
        return Given.Fold(draft, SubmitChange.Decide(draft, new(Given.Rita, [policy], ContentModels.None)));
    }

    private static Change Begun() => Given.Fold(Asked("emergency", true), StartChange.Decide(Asked("emergency", true)));

    private static Change Concluded(ApprovalOutcome outcome) => Conclude(Begun(), outcome);

    private static Change Conclude(Change change, ApprovalOutcome outcome) =>
        Given.Fold(change, ConcludeChange.Decide(change, Given.Approval, Yes(change) with { Outcome = outcome }));

    private static ApprovalConcluded Yes(Change change) =>
        new(change.Id, 1, change.ContentHash, ApprovalOutcome.Approved, ConcludedBecause.Votes);

    private static Change Complete(Change change) =>
        Given.Fold(change, CompleteChange.Decide(change, new("successful", "Done")));
}
