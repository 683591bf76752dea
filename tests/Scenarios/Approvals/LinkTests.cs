using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Main job 5: an approver decides by the link in a mail.</summary>
public sealed class LinkTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    [Fact]
    public async Task Link_OpenedAThousandTimes_ChangesNothing_AndThenDecidesOnce()
    {
        var (ann, olga) = (rig.Person("ann"), rig.Person("olga"));
        var change = await rig.Submit([ApprovalRig.Stage("any", ann, rig.Person("bob"))], owner: olga);
        var page = await rig.PageOf(ann);
        var before = (await rig.Approvals(change)).GetRawText();

        HttpMethod[] reading = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options];
        foreach (var at in Enumerable.Range(0, 1_000))
            Assert.InRange((int)(await rig.Browser.Send(reading[at % 3], page.Path)).Status, 200, 204);
        await rig.Quiet();
        Assert.Equal(before, (await rig.Approvals(change)).GetRawText());

        var decided = await page.Decide("approve", "Fine with me");
        Assert.Equal(HttpStatusCode.OK, decided.Status);
        Assert.Contains("approved", decided.Text, StringComparison.Ordinal);
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
        var told = Assert.Single(await rig.Mails(olga)).GetProperty("text").GetString();
        Assert.Contains("was approved", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_UsedAgain_ShowsTheRecordedDecision()
    {
        var ann = rig.Person("ann");
        var change = await rig.Submit([ApprovalRig.Stage("all", ann, rig.Person("bob"))]);
        var page = await rig.PageOf(ann);
        var form = await page.Form("reject");
        Assert.Equal(HttpStatusCode.OK, (await page.Send(form)).Status);
        var again = await page.Send(form);
        Assert.Equal((HttpStatusCode.Conflict, "already_decided"), ApproverPage.Refusal(again));
        Assert.Contains("data-decision=\"rejected\"", again.Text, StringComparison.Ordinal);
        await rig.Quiet();
        Assert.Equal("rejected", await rig.StateOf(change));
    }

    [Fact]
    public async Task ApproveAndReject_InTheSameInstant_AreOneDecision()
    {
        var ann = rig.Person("ann");
        var change = await rig.Submit([ApprovalRig.Stage("any", ann)]);
        var page = await rig.PageOf(ann);
        var (yes, no) = (await page.Form("approve"), await page.Form("reject"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(at => page.Send(at % 2 == 0 ? yes : no)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        var refused = answers.Where(answer => answer.Status != HttpStatusCode.OK).Select(ApproverPage.Refusal);
        Assert.Equal((HttpStatusCode.Conflict, "already_decided"), Assert.Single(refused.Distinct()));
        await rig.Quiet();
        Assert.Single(await rig.History(change), type => type == "approval.voted");
        Assert.Single(await rig.History(change), type => type == "approval.concluded");
    }

    [Fact]
    public async Task Link_WithAnyCharacterChanged_IsRefused_AlwaysTheSame()
    {
        var ann = rig.Person("ann");
        await rig.Submit([ApprovalRig.Stage("any", ann)]);
        var page = await rig.PageOf(ann);
        var form = await page.Form("approve");
        var texts = new HashSet<string>();
        for (var at = 0; at < page.Token.Length; at++)
        {
            var other = page.Token[at] == 'A' ? 'B' : 'A';
            var altered = page with { Path = $"/approve/{page.Token[..at]}{other}{page.Token[(at + 1)..]}" };
            var answer = at % 2 == 0 ? await altered.Open() : await altered.Send(form);
            Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), ApproverPage.Refusal(answer));
            texts.Add(answer.Text);
        }
        Assert.Single(texts);
    }

    [Fact]
    public async Task Form_WithoutItsHiddenField_DecidesNothing()
    {
        var ann = rig.Person("ann");
        var change = await rig.Submit([ApprovalRig.Stage("any", ann)]);
        var page = await rig.PageOf(ann);
        var answer = await page.Send(new() { ["decision"] = "approve" });
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), ApproverPage.Refusal(answer));
        Assert.DoesNotContain("approval.voted", await rig.History(change));
    }

    [Fact]
    public async Task Link_AfterSevenDays_IsRefused()
    {
        var ann = rig.Person("ann");
        await rig.Submit(
            [new { name = "CAB", approvers = new[] { ann }, quorum = new { kind = "any" }, timeout = "P30D" }]);
        var page = await rig.PageOf(ann);
        await rig.Advance(TimeSpan.FromDays(7));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), ApproverPage.Refusal(await page.Open()));
        Assert.Equal(HttpStatusCode.OK, (await (await rig.PageOf(ann)).Decide("approve")).Status);
    }

    [Fact]
    public async Task Link_ToAnEditedChange_IsRefused_AndTheNewOneDecides()
    {
        var ann = rig.Person("ann");
        var change = await rig.Submit([ApprovalRig.Stage("any", ann)]);
        var old = await rig.PageOf(ann);
        var form = await old.Form("approve");
        var edited = await rig.Admin.Send(
            HttpMethod.Patch, $"/v1/changes/{ApprovalRig.Id(change)}", new { title = "Replace both" }, ifMatch: "*");
        Assert.Equal("awaiting_approval", edited.Expect(HttpStatusCode.OK).GetProperty("state").GetString());
        Assert.Equal((HttpStatusCode.Conflict, "request_changed"), ApproverPage.Refusal(await old.Send(form)));
        await rig.Quiet();
        Assert.Equal((HttpStatusCode.Conflict, "request_changed"), ApproverPage.Refusal(await old.Send(form)));
        Assert.Equal(HttpStatusCode.OK, (await (await rig.PageOf(ann)).Decide("approve")).Status);
        await rig.Quiet();
        Assert.Equal("approved", await rig.StateOf(change));
    }

    [Fact]
    public async Task Link_ToACancelledChange_IsGone()
    {
        var ann = rig.Person("ann");
        var change = await rig.Submit([ApprovalRig.Stage("any", ann)]);
        var page = await rig.PageOf(ann);
        var form = await page.Form("approve");
        var reason = new { reason = "Not needed" };
        await rig.Admin.Post($"/v1/changes/{ApprovalRig.Id(change)}/cancel", reason, ifMatch: "*");
        Assert.Equal((HttpStatusCode.Gone, "no_longer_pending"), ApproverPage.Refusal(await page.Send(form)));
        await rig.Quiet();
        Assert.Equal((HttpStatusCode.Gone, "no_longer_pending"), ApproverPage.Refusal(await page.Send(form)));
        Assert.Equal(["approval.withdrawn", "approval.vote_refused"], (await rig.History(change))[^2..]);
    }
}
