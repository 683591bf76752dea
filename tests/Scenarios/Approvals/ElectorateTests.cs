using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Who is asked: weights, groups, managers, those who may not decide, those who are away or leave.</summary>
public sealed class ElectorateTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    private static readonly object Approve = new { decision = "approve" };

    [Fact]
    public async Task PolicyThatCouldNeverBeMet_IsRefusedAtSubmit_WithItsStageAndWhoIsLeftOut()
    {
        var olga = rig.Person("olga");
        using var olgaKey = await rig.KeyOf(olga);
        var change = await rig.Draft(
            [ApprovalRig.Stage("any", rig.Person("ann")), ApprovalRig.Stage("any", "group:nobody", olga)], by: olgaKey);
        var refused = await olgaKey.Post($"/v1/changes/{ApprovalRig.Id(change)}/submit", ifMatch: "*");
        refused.Refused(HttpStatusCode.UnprocessableEntity, "policy_unmeetable");
        var error = Assert.Single(refused.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal("/stages/1", error.GetProperty("pointer").GetString());
        var detail = error.GetProperty("detail").GetString();
        Assert.Contains("group:nobody (nobody)", detail, StringComparison.Ordinal);
        Assert.Contains($"{olga} (requester)", detail, StringComparison.Ordinal);
        Assert.Equal("draft", await rig.StateOf(change));
    }

    [Fact]
    public async Task Edit_AfterWhichNobodyCouldDecide_IsRefused_AndTheOldQuestionStays()
    {
        var ivo = rig.Person("ivo");
        var change = await rig.Draft([ApprovalRig.Stage("all", ivo)], excludeImplementer: true);
        (await rig.Admin.Post($"/v1/changes/{ApprovalRig.Id(change)}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        var path = $"/v1/changes/{ApprovalRig.Id(change)}";
        var refused = await rig.Admin.Send(HttpMethod.Patch, path, new { owner = ivo }, "*");
        refused.Refused(HttpStatusCode.UnprocessableEntity, "policy_unmeetable");
        Assert.Contains($"{ivo} (implementer)", refused.Text, StringComparison.Ordinal);
        (await rig.Admin.Send(HttpMethod.Patch, path, new { owner = ivo }, "\"999\""))
            .Refused(HttpStatusCode.PreconditionFailed, "version_conflict");
        (await rig.Admin.Send(HttpMethod.Patch, path, new { title = "Other" }, "*")).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        await (await rig.PageOf(ivo)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }

    [Fact]
    public async Task Implementer_NeverCounts_WhereThePolicySaysSo()
    {
        var (ann, ivo) = (rig.Person("ann"), rig.Person("ivo"));
        var change = await rig.Draft([ApprovalRig.Stage("all", ann, ivo)], owner: ivo, excludeImplementer: true);
        (await rig.Admin.Post($"/v1/changes/{ApprovalRig.Id(change)}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        Assert.Empty(await rig.Mails(ivo));
        await (await rig.PageOf(ann)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }

    [Fact]
    public async Task Author_IsNotAsked_WhoeverSubmits()
    {
        var (olga, kim, ann) = (rig.Person("olga"), rig.Person("kim"), rig.Person("ann"));
        using var olgaKey = await rig.KeyOf(olga);
        using var kimKey = await rig.KeyOf(kim);
        var change = await rig.Draft([ApprovalRig.Stage("any", olga, ann)], by: olgaKey);
        (await kimKey.Post($"/v1/changes/{ApprovalRig.Id(change)}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        Assert.Empty(await rig.Mails(olga));
        Assert.Single(await rig.Mails(ann));
        (await olgaKey.Post($"/v1/changes/{ApprovalRig.Id(change)}/votes", Approve))
            .Refused(HttpStatusCode.Forbidden, "not_the_approver");
    }

    [Fact]
    public async Task Manager_OfTheRequester_IsAsked()
    {
        var (olga, boss) = (rig.Person("olga"), rig.Person("boss"));
        await rig.Enter(olga, new { name = "Olga", manager = boss });
        using var olgaKey = await rig.KeyOf(olga);
        await rig.Submit([ApprovalRig.Stage("any", "manager")], by: olgaKey);
        Assert.Single(await rig.Mails(boss));
    }

    [Fact]
    public async Task ServiceOwner_IsAsked_AndWithoutOneThePolicyCannotBeMet()
    {
        var boss = rig.Person("boss");
        var change = await rig.Draft([ApprovalRig.Stage("any", "service-owner")]);
        var submit = $"/v1/changes/{ApprovalRig.Id(change)}/submit";
        var refused = await rig.Admin.Post(submit, ifMatch: "*");
        refused.Refused(HttpStatusCode.UnprocessableEntity, "policy_unmeetable");
        Assert.Contains("service-owner (nobody)", refused.Text, StringComparison.Ordinal);
        var service = change.GetProperty("service").GetString();
        var put = await rig.Admin.Send(HttpMethod.Put, $"/v1/services/{service}", new { name = service, owner = boss });
        put.Expect(HttpStatusCode.OK);
        (await rig.Admin.Post(submit, ifMatch: "*")).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        Assert.Single(await rig.Mails(boss));
    }

    [Fact]
    public async Task Weights_AreReached_ByTheHeavyVoteAlone()
    {
        var (ann, bob) = (rig.Person("ann"), rig.Person("bob"));
        object[] approvers = [new { approver = ann, weight = 3 }, bob];
        object stage = new { name = "CAB", approvers, quorum = new { kind = "weight", value = 3 }, timeout = "P3D" };
        var change = await rig.Submit([stage]);
        await (await rig.PageOf(bob)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("awaiting_approval", await rig.StateOf(change));
        await (await rig.PageOf(ann)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }

    [Fact]
    public async Task OneOfSecurity_AndTwoOfTheCab_HaveToSayYes()
    {
        var (sec, ann, bob, cid) = (rig.Person("sec"), rig.Person("ann"), rig.Person("bob"), rig.Person("cid"));
        var (security, cab) = ($"g-{sec.Split('@')[0]}", $"g-{ann.Split('@')[0]}");
        await rig.PutGroup(security, sec);
        await rig.PutGroup(cab, ann, bob, cid);
        string[] approvers = [$"group:{security}", $"group:{cab}"];
        var of = new Dictionary<string, int> { [approvers[0]] = 1, [approvers[1]] = 2 };
        object stage = new { name = "CAB", approvers, quorum = new { kind = "groups", of }, timeout = "P3D" };
        var change = await rig.Submit([stage]);
        foreach (var person in new[] { ann, bob }) await (await rig.PageOf(person)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("awaiting_approval", await rig.StateOf(change));
        await (await rig.PageOf(sec)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }

    [Fact]
    public async Task Absent_IsNotAsked_WhereTheRestIsEnough()
    {
        var (ann, bob) = (rig.Person("ann"), rig.Person("bob"));
        await rig.Enter(ann, new { name = "Ann", absent = Away });
        var change = await rig.Submit([ApprovalRig.Stage("any", ann, bob)]);
        Assert.Empty(await rig.Mails(ann));
        var ballot = Ballots(await rig.Approvals(change)).Single(one => one.GetProperty("approver").GetString() == ann);
        Assert.Equal(
            ("void", "absent"), (ballot.GetProperty("state").GetString(), ballot.GetProperty("lost").GetString()));
        await (await rig.PageOf(bob)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }

    [Fact]
    public async Task ApproverWhoIsDeactivated_LosesTheBallot_AndTheQuestionGoesToWhomItEscalates()
    {
        var (ann, boss) = (rig.Person("ann"), rig.Person("boss"));
        object stage = new
        {
            name = "CAB",
            approvers = new[] { ann },
            quorum = new { kind = "any" },
            timeout = "P3D",
            escalateTo = new[] { boss },
        };
        var change = await rig.Submit([stage]);
        var old = await rig.PageOf(ann);
        var form = await old.Form("approve");
        await rig.Enter(ann, new { name = "Ann", active = false });
        await rig.Quiet();
        Assert.Equal((HttpStatusCode.Gone, "no_longer_pending"), ApproverPage.Refusal(await old.Send(form)));
        Assert.Equal(HttpStatusCode.OK, (await (await rig.PageOf(boss)).Decide("approve")).Status);
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
        Assert.Equal(
            ["requested", "asked", "approvers_lost", "passed_on", "asked", "voted", "concluded"],
            (await rig.History(change)).Select(type => type["approval.".Length..]));
    }

    [Fact]
    public async Task GroupThatIsEmptied_SendsTheQuestionToTheAdmins()
    {
        var (ann, adam) = (rig.Person("ann"), rig.Person("adam"));
        var cab = $"g-{ann.Split('@')[0]}";
        await rig.PutGroup(cab, ann);
        await rig.Enter(adam, new { name = "Adam", role = "admin" });
        var change = await rig.Submit([ApprovalRig.Stage("any", $"group:{cab}")]);
        Assert.Single(await rig.Mails(ann));
        await rig.PutGroup(cab);
        await rig.Quiet();
        Assert.Single(await rig.Mails(adam));
        using var adamKey = await rig.KeyOf(adam);
        (await adamKey.Post($"/v1/changes/{ApprovalRig.Id(change)}/votes", Approve)).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
        await rig.Enter(adam, new { name = "Adam", role = "agent" });
    }

    [Fact]
    public async Task WithdrawnVote_CountsNoMore_ItsLinkIsUsed_AndAnotherVoteDecides()
    {
        var (ann, bob) = (rig.Person("ann"), rig.Person("bob"));
        using var annKey = await rig.KeyOf(ann);
        var change = await rig.Submit([ApprovalRig.Stage("all", ann, bob)]);
        var votes = $"/v1/changes/{ApprovalRig.Id(change)}/votes";
        var page = await rig.PageOf(ann);
        var form = await page.Form("reject");
        (await annKey.Post($"{votes}/withdraw")).Refused(HttpStatusCode.Conflict, "invalid_transition");
        await (await rig.PageOf(bob)).Decide("approve");
        (await annKey.Post(votes, Approve)).Expect(HttpStatusCode.OK);
        (await annKey.Post($"{votes}/withdraw")).Refused(HttpStatusCode.Gone, "no_longer_pending");
        Assert.Equal((HttpStatusCode.Conflict, "already_decided"), ApproverPage.Refusal(await page.Send(form)));

        var other = await rig.Submit([ApprovalRig.Stage("all", ann, bob)]);
        votes = $"/v1/changes/{ApprovalRig.Id(other)}/votes";
        page = await rig.PageOf(ann);
        form = await page.Form("approve");
        Assert.Equal(HttpStatusCode.OK, (await page.Send(form)).Status);
        (await annKey.Post($"{votes}/withdraw")).Expect(HttpStatusCode.OK);
        Assert.Equal((HttpStatusCode.Conflict, "already_decided"), ApproverPage.Refusal(await page.Send(form)));
        (await annKey.Post(votes, new { decision = "reject" })).Expect(HttpStatusCode.OK);
        await rig.Quiet();
        Assert.Equal("rejected", await rig.StateOf(other));
    }

    [Fact]
    public async Task VoteThatComesTooLate_IsRefused_WithWhatWasDecided_AndRecordedOnce()
    {
        var (ann, bob) = (rig.Person("ann"), rig.Person("bob"));
        using var bobKey = await rig.KeyOf(bob);
        var change = await rig.Submit([ApprovalRig.Stage("any", ann, bob)]);
        var page = await rig.PageOf(bob);
        var form = await page.Form("reject");
        await (await rig.PageOf(ann)).Decide("approve");
        await rig.Quiet();
        var late = await bobKey.Post($"/v1/changes/{ApprovalRig.Id(change)}/votes", new { decision = "reject" });
        late.Refused(HttpStatusCode.Gone, "no_longer_pending");
        Assert.Contains("is approved", late.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Gone, "no_longer_pending"), ApproverPage.Refusal(await page.Send(form)));
        Assert.Single(await rig.History(change), type => type == "approval.vote_refused");
        Assert.Equal("approved", await rig.StateOf(change));
    }

    [Fact]
    public async Task PolicyThatIsReplaced_ChangesNoOpenQuestion()
    {
        var (ann, bob) = (rig.Person("ann"), rig.Person("bob"));
        var change = await rig.Submit([ApprovalRig.Stage("any", ann), ApprovalRig.Stage("any", bob)]);
        var service = (await rig.Read(change)).GetProperty("service").GetString();
        object[] stages = [ApprovalRig.Stage("any", ann)];
        var policy = new { match = new { service = new[] { service } }, stages };
        (await rig.Admin.Send(HttpMethod.Put, $"/v1/approval-policies/{service}", policy, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        await (await rig.PageOf(ann)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("awaiting_approval", await rig.StateOf(change));
        await (await rig.PageOf(bob)).Decide("approve");
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }

    private static object Away => new
    {
        from = "2020-01-01T00:00:00Z",
        until = "2100-01-01T00:00:00Z",
        reason = "On leave",
    };

    private static IEnumerable<JsonElement> Ballots(JsonElement approvals) =>
        approvals.GetProperty("stages").EnumerateArray()
            .SelectMany(stage => stage.GetProperty("ballots").EnumerateArray());
}
