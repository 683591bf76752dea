using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Orchestrations are lost; the sweeper and the next vote do without.</summary>
public sealed class LostWorkflowTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    [Fact]
    public async Task LostOrchestration_StillRemindsAndTimesOut_EachOnce()
    {
        var ann = rig.Person("ann");
        object stage = new
        {
            name = "CAB",
            approvers = new[] { ann },
            quorum = new { kind = "any" },
            timeout = "P2D",
            remindEvery = "P1D",
        };
        var change = await rig.Submit([stage]);
        await rig.LoseWorkflows();
        await rig.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await rig.Mails(ann)).Count);
        await rig.Advance(TimeSpan.FromDays(1));
        Assert.Equal("rejected", await rig.StateOf(change));
        await rig.Advance(TimeSpan.FromDays(1));
        Assert.Equal(
            ["requested", "asked", "reminded", "timed_out", "concluded"],
            (await rig.History(change)).Select(type => type["approval.".Length..]));
    }

    [Fact]
    public async Task LostOrchestration_IsReplaced_WithTheNextVote()
    {
        var (ann, bob) = (rig.Person("ann"), rig.Person("bob"));
        var change = await rig.Submit([ApprovalRig.Stage("any", ann), ApprovalRig.Stage("any", bob)]);
        await rig.LoseWorkflows();
        await (await rig.PageOf(ann)).Decide("approve");
        await rig.Quiet();
        Assert.Equal(1, await rig.RunningWorkflows());
        await (await rig.PageOf(bob)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
        Assert.Equal(0, await rig.RunningWorkflows());
    }

    /// <summary>Orchestration and sweeper both wake at the same time; each step is taken once.</summary>
    [Fact]
    public async Task SweeperAndOrchestration_TogetherTakeEachStepOnce()
    {
        var ann = rig.Person("ann");
        var change = await rig.Submit([ApprovalRig.Stage("any", ann)]);
        await rig.Advance(TimeSpan.FromDays(10));
        Assert.Equal(
            ["requested", "asked", "timed_out", "concluded"],
            (await rig.History(change)).Select(type => type["approval.".Length..]));
    }
}
