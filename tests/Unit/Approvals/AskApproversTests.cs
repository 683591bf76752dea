using System.Text.Json;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
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
    public void Ask_OfTooFew_IsANoAtOnce(QuorumKind kind, int? value, string[] people)
    {
        var approval = Asked.About(Asked.Stage(new(kind, value)));
        var found = people.Select(name => new Approver(Asked.Person(name)));
        var decision = AskApprovers.Decide(approval, 1, 0, false, found, Asked.Start);
        Assert.Equal(ConcludedBecause.TooFewApprovers, Assert.IsType<ApprovalConcluded>(decision.Events[1]).Because);
        Assert.Equal(ApprovalState.Rejected, approval.After(decision).State);
    }

    [Fact]
    public void Ask_OfTheSameQuestionAgain_IsNothing()
    {
        var asked = Asked.Of(Asked.Stage(), "ann");
        Assert.Empty(AskApprovers.Decide(asked, 1, 0, false, [new(Asked.Person("bob"))], Asked.Start).Events);
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
