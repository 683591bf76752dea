using System.Text.Json;
using CsCheck;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

/// <summary>The engine against a model that tries every way in which the rest may still vote: any policy, any order of
/// votes, withdrawals and losses, by anybody.</summary>
public sealed class EngineModelTests
{
    private const int Runs = 100_000;

    [Fact]
    public void AnyPolicy_WithAnyVotes_EndsOnce_AsTheModelSays() => ElectionCase.Any.Sample(
        @case =>
        {
            var (approval, tally) = (@case.Begin(), new Tally(@case));
            foreach (var action in @case.Actions)
            {
                approval = Follow(approval, tally, action, @case);
                Assert.Equal(tally.State, approval.State);
                Assert.Equal(tally.IsPassedOn, approval.Questions[0].State == StageState.Void);
                if (approval.State != ApprovalState.Pending || tally.IsPassedOn) break;
            }
        },
        iter: Runs);

    /// <summary>The outcome is a function of the log: what is stored of it, read again, gives the same state.</summary>
    [Fact]
    public void Outcome_IsAFunctionOfTheLog() => ElectionCase.Any.Sample(
        @case =>
        {
            var approval = @case.Begin();
            var log = new List<Decision<ApprovalEvent>>();
            foreach (var action in @case.Actions)
            {
                var decision = Decide(approval, action, @case);
                if (decision.Refusal is not null) continue;
                log.Add(decision);
                approval = approval.After(decision);
            }
            var again = log.Aggregate(@case.Begin(), (state, decision) => state.After(decision));
            Assert.Equal(Text(approval), Text(again));
            Assert.True(log.SelectMany(decision => decision.Events).OfType<ApprovalConcluded>().Count() <= 1);
        },
        iter: Runs / 10);

    private static Approval Follow(Approval approval, Tally tally, Act act, ElectionCase @case)
    {
        var decision = Decide(approval, act, @case);
        Assert.Equal(tally.Take(act), decision.Refusal is null && decision.Events.Length > 0);
        return decision.Refusal is null ? approval.After(decision) : approval;
    }

    private static Decision<ApprovalEvent> Decide(Approval approval, Act act, ElectionCase @case) => act.What switch
    {
        What.Approve => approval.Vote(ElectionCase.NameOf(act.Who), VoteDecision.Approve),
        What.Reject => approval.Vote(ElectionCase.NameOf(act.Who), VoteDecision.Reject),
        What.Withdraw => WithdrawVote.Decide(approval, Asked.Person(ElectionCase.NameOf(act.Who)), Asked.Hash),
        _ => ReviewApprovers.Decide(approval, 1, @case.Without(act.Who), Asked.Start),
    };

    private static string Text(Approval approval) =>
        JsonSerializer.Serialize(approval, Json.Stored);
}
