using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tests.Unit.Notifications;
using NodaTime;
using Xunit;
using GivenChange = ItsmServerless.Tests.Unit.Changes.Given;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class OneTimeCodeTests
{
    private const string Right = "123456";
    private static readonly ApprovalCodes Codes = new(new Signer(GivenMail.Ring('1')));
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly Approval Open = About(isAsked: true);
    private static readonly Approval Sent = Open.After(Ask(Open));

    [Theory]
    [InlineData(RiskLevel.High, OneTimeCodeFor.HighRisk, true)]
    [InlineData(RiskLevel.Medium, OneTimeCodeFor.HighRisk, false)]
    [InlineData(RiskLevel.High, null, false)]
    public void Code_IsAskedFor_OnHighRisks_WhereThePolicySaysSo(RiskLevel risk, OneTimeCodeFor? policy, bool isAsked)
    {
        var content = GivenChange.Draft.Content with { Risk = new(risk, risk) };
        var requested = (ApprovalRequested)RequestApproval.Decide(
            null, GivenChange.Draft with { Content = content }, new(1, content.Hash(), null, null),
            GivenChange.Policy with { OneTimeCode = policy }).Events[0];
        Assert.Equal(isAsked, requested.Facts!.OneTimeCode);
    }

    [Theory]
    [InlineData(null, "code_missing")]
    [InlineData("12345", "code_missing")]
    [InlineData("1234567", "code_missing")]
    [InlineData("12345a", "code_missing")]
    [InlineData("１２３４５６", "code_missing")]
    public void WhatIsNoCode_CastsNothing_AndIsNotCounted(string? entered, string code) =>
        Assert.Equal(code, Refusal(Enter(Sent, entered)));

    [Theory]
    [InlineData(Right)]
    [InlineData(" 123 456 ")]
    public void RightCode_CastsTheVote_AndIsGoneThen(string entered)
    {
        var voted = Sent.After(Enter(Sent, entered));
        var ballot = voted.Open!.BallotOf(Asked.Person("ann"))!;
        Assert.Equal((BallotState.Approved, null), (ballot.State, ballot.Codes));
        Assert.Null(EnterCode.Failed(voted, Vote()));
    }

    [Fact]
    public void WrongCode_IsCounted_AndSaysHowManyTriesAreLeft()
    {
        var failed = Sent.After(Enter(Sent, "000000"));
        Assert.IsType<ApprovalCodeFailed>(Assert.Single(Enter(Sent, "000000").Events));
        Assert.Contains("4 tries", EnterCode.Failed(failed, Vote())!.Errors[0].Detail, StringComparison.Ordinal);
        Assert.Equal(BallotState.Pending, failed.Open!.BallotOf(Asked.Person("ann"))!.State);
    }

    [Fact]
    public void RightCode_AfterFiveWrongOnes_IsNone()
    {
        var used = Enumerable.Range(0, 5).Aggregate(Sent, (state, _) => state.After(Enter(state, "000000")));
        Assert.Equal("code_used_up", EnterCode.Failed(used, Vote())!.Errors[0].Code);
        Assert.Equal("code_used_up", Refusal(Enter(used, Right)));
    }

    [Theory]
    [InlineData(599, false)]
    [InlineData(600, true)]
    public void Code_IsGoodForTenMinutes(int seconds, bool isOver)
    {
        var entered = Enter(Sent, Right, now: Asked.Start + Duration.FromSeconds(seconds));
        Assert.Equal(isOver ? "code_expired" : null, Refusal(entered));
    }

    [Fact]
    public void Code_OfAYes_IsNoneOfANo() =>
        Assert.Equal("code_expired", Refusal(Enter(Sent, Right, VoteDecision.Reject)));

    [Fact]
    public void Code_OfANo_LeavesThatOfTheYesAsItIs()
    {
        var both = Sent.After(Ask(Sent, VoteDecision.Reject));
        Assert.Null(Enter(both, Right).Refusal);
        Assert.Null(Enter(both, Right, VoteDecision.Reject).Refusal);
    }

    [Fact]
    public void Form_ThatIsSentAgain_SendsNoOtherCode() =>
        Assert.Empty(Ask(Sent, now: Asked.Start + (5 * Minute)).Events);

    [Theory]
    [InlineData(59, 0)]
    [InlineData(60, 1)]
    public void AnotherCode_IsSent_AfterAMinute(int seconds, int sent) => Assert.Equal(
        sent, Ask(Sent, now: Asked.Start + Duration.FromSeconds(seconds), another: true).Events.Length);

    [Fact]
    public void AnotherCode_AfterFive_IsRefused_AndTakingAVoteBackMakesNoMore()
    {
        var state = Open;
        for (var minutes = 0; minutes < 5; minutes++)
            state = state.After(Ask(state, now: Asked.Start + (minutes * Minute), another: true));
        Assert.Equal("code_limit", Refusal(Ask(state, now: Asked.Start + (9 * Minute), another: true)));
        state = state.After(Enter(state, Right)).Withdraw("ann");
        Assert.Equal("code_limit", Refusal(Ask(state)));
    }

    [Fact]
    public void Decision_ThatNeedsNoCode_CountsWithoutOne() => Assert.IsType<ApprovalVoted>(
        EnterCode.Decide(About(isAsked: false), new(Vote(), null), (_, _) => false, Asked.Start).Events[0]);

    [Fact]
    public void Code_IsSixDigits_AndAnotherForWhateverElseItIsFor()
    {
        string[] codes =
        [
            Code(), Code(question: 2), Code(name: "bob"), Code(VoteDecision.Reject), Code(seed: "other"),
        ];
        Assert.All(codes, code => Assert.Matches("^[0-9]{6}$", code));
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.Equal(Code(), Code());
    }

    [Fact]
    public void Codes_AreSpreadEvenly()
    {
        var tens = Enumerable.Range(0, 10_000).CountBy(seed => Code(seed: $"{seed}")[0]);
        Assert.All(tens, first => Assert.InRange(first.Value, 850, 1_150)); // 1,000 ± 5 standard deviations of 30.
    }

    [Fact]
    public void Code_OfAKeyThatWasRetired_IsNone()
    {
        var (kept, retired) = (new OneTimeCode(VoteDecision.Approve, Codes.Key, "seed", Asked.Start), Codes.Key + "x");
        Assert.True(Codes.Fits(GivenMail.Tenant, Asked.Id, Vote(), kept, Code()));
        Assert.False(Codes.Fits(GivenMail.Tenant, Asked.Id, Vote(), kept with { Key = retired }, Code()));
    }

    private static Approval About(bool isAsked) => Asked
        .About(new ApprovalFacts("normal", null, null, OneTimeCode: isAsked), Asked.Stage()).Ask(1, 0, "ann", "bob");

    private static CastVote Vote(VoteDecision decision = VoteDecision.Approve) =>
        new(Asked.Person("ann"), decision, VoteChannel.Link, null, Asked.Hash, 1);

    private static Decision<ApprovalEvent> Ask(
        Approval approval, VoteDecision decision = VoteDecision.Approve, Instant? now = null, bool another = false) =>
        AskForCode.Decide(approval, new(Vote(decision), "k", "seed", another), now ?? Asked.Start);

    private static Decision<ApprovalEvent> Enter(
        Approval approval, string? code, VoteDecision decision = VoteDecision.Approve, Instant? now = null) =>
        EnterCode.Decide(
            approval, new(Vote(decision), code), (_, entered) => entered == Right, now ?? Asked.Start);

    private static string? Refusal(Decision<ApprovalEvent> decision) => decision.Refusal?.Errors[0].Code;

    private static string Code(
        VoteDecision decision = VoteDecision.Approve, int question = 1, string name = "ann", string seed = "seed") =>
        Codes.Of(GivenMail.Tenant, Asked.Id, question, Asked.Person(name), decision, Codes.Key, seed);
}
