using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

public sealed class QuorumAndTimeTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    [Fact]
    public async Task QuorumOfAll_AndASecondStage_DecideInTheirOrder()
    {
        var (ann, bob, cid) = (rig.Person("ann"), rig.Person("bob"), rig.Person("cid"));
        var change = await rig.Submit([ApprovalRig.Stage("all", ann, bob), ApprovalRig.Stage("any", cid)]);
        await (await rig.PageOf(ann)).Decide("approve");
        await rig.Quiet();
        Assert.Empty(await rig.Mails(cid));
        await (await rig.PageOf(bob)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("awaiting_approval", await rig.StateOf(change));
        await (await rig.PageOf(cid)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }

    [Fact]
    public async Task Vote_ByACredential_CountsForItsPersonOnly()
    {
        var (ann, olga) = (rig.Person("ann"), rig.Person("olga"));
        using var annKey = await rig.KeyOf(ann);
        using var olgaKey = await rig.KeyOf(olga);
        var change = await rig.Submit([ApprovalRig.Stage("any", ann, olga)], by: olgaKey);
        var votes = $"/v1/changes/{ApprovalRig.Id(change)}/votes";
        var approve = new { decision = "approve" };

        (await rig.Admin.Post(votes, approve)).Refused(HttpStatusCode.Forbidden, "not_the_approver");
        (await rig.Admin.Post(votes, new { decision = "approve", onBehalfOf = ann }))
            .Refused(HttpStatusCode.Forbidden, "not_the_approver");
        (await olgaKey.Post(votes, approve)).Refused(HttpStatusCode.Forbidden, "not_the_approver");
        Assert.Empty(await rig.Mails(olga));

        (await annKey.Post(votes, approve)).Expect(HttpStatusCode.OK);
        (await annKey.Post(votes, approve)).Refused(HttpStatusCode.Conflict, "already_decided");
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }

    [Fact]
    public async Task Group_IsAskedWithItsMembers_EachOnce()
    {
        var (ann, bob) = (rig.Person("ann"), rig.Person("bob"));
        var key = ann.Split('@')[0];
        await rig.Admin.Send(HttpMethod.Put, $"/v1/groups/{key}", new { name = "CAB", members = new[] { ann, bob } });
        await rig.Submit([ApprovalRig.Stage("any", $"group:{key}", ann)]);
        Assert.Single(await rig.Mails(ann));
        Assert.Single(await rig.Mails(bob));
    }

    [Fact]
    public async Task Delegate_IsAskedInstead_WhileTheDelegationLasts()
    {
        var (ann, dan) = (rig.Person("ann"), rig.Person("dan"));
        var away = new { to = dan, from = "2020-01-01T00:00:00Z", until = "2100-01-01T00:00:00Z", reason = "On leave" };
        (await rig.Admin.Send(HttpMethod.Put, $"/v1/people/{ann}", new { name = "Ann", @delegate = away }))
            .Expect(HttpStatusCode.OK);
        var change = await rig.Submit([ApprovalRig.Stage("any", ann)]);
        Assert.Empty(await rig.Mails(ann));
        await (await rig.PageOf(dan)).Decide("approve");
        var ballot = (await rig.Approvals(change)).GetProperty("stages")[0].GetProperty("ballots")[0];
        Assert.Equal(ann, ballot.GetProperty("onBehalfOf").GetString());
        Assert.Equal("approved", ballot.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("reject", "rejected")]
    [InlineData("approve", "approved")]
    public async Task Silence_DoesWhatThePolicySays(string onTimeout, string state)
    {
        var ann = rig.Person("ann");
        object[] stages =
        [
            new
            {
                name = "CAB",
                approvers = new[] { ann },
                quorum = new { kind = "any" },
                timeout = "P3D",
                onTimeout,
                remindEvery = "P1D",
            },
        ];
        var change = onTimeout == "approve" ? await rig.SubmitStandard(stages) : await rig.Submit(stages);
        await rig.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        Assert.Equal("awaiting_approval", await rig.StateOf(change));
        Assert.Equal(3, (await rig.Mails(ann)).Count);
        await rig.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(state, await rig.StateOf(change));
        await rig.Advance(TimeSpan.FromDays(2));
        Assert.Equal(3, (await rig.Mails(ann)).Count);
        Assert.Equal(
            ["requested", "asked", "reminded", "reminded", "timed_out", "concluded"],
            (await rig.History(change)).Select(type => type["approval.".Length..]));
    }

    [Fact]
    public async Task Silence_ThatEscalates_AsksOthers_AndVoidsTheOldLinks()
    {
        var (ann, boss) = (rig.Person("ann"), rig.Person("boss"));
        object[] stages =
        [
            new
            {
                name = "CAB", approvers = new[] { ann }, quorum = new { kind = "all" }, timeout = "P1D",
                onTimeout = "escalate", escalateTo = new[] { boss },
            },
        ];
        var change = await rig.Submit(stages);
        var old = await rig.PageOf(ann);
        var form = await old.Form("approve");
        await rig.Advance(TimeSpan.FromDays(1));
        Assert.Equal((HttpStatusCode.Gone, "no_longer_pending"), ApproverPage.Refusal(await old.Send(form)));
        Assert.Equal(HttpStatusCode.OK, (await (await rig.PageOf(boss)).Decide("approve")).Status);
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }
}
