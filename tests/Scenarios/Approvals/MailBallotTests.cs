using System.Net;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tests.Scenarios.Intake;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>An approver decides by answering the mail, where the policy says so and the sender's domain vouches for
/// it.</summary>
public sealed class MailBallotTests(ApprovalRig rig, ITestOutputHelper output) : IClassFixture<ApprovalRig>
{
    private const int Races = 6;

    [Theory]
    [InlineData("approve\r\n\r\nOnly after six.", "approved", "Only after six.")]
    [InlineData("Ablehnen", "rejected", null)]
    public async Task Answer_WithTheWord_Decides(string text, string state, string? comment)
    {
        var asked = await BallotMail.Ask(rig);
        Assert.Contains("answer this mail", asked.Sent.GetProperty("text").GetString(), StringComparison.Ordinal);
        var taken = await asked.Deliver(asked.Answer(text));
        Assert.Equal(("processed", "mail_ballot", ApprovalRig.Id(asked.Change)), taken);
        Assert.Equal(state, await rig.StateOf(asked.Change));
        var ballot = (await rig.Approvals(asked.Change)).GetProperty("stages")[0].GetProperty("ballots")[0];
        Assert.Equal("mail", ballot.GetProperty("channel").GetString());
        Assert.Equal(state, ballot.GetProperty("state").GetString());
        Assert.Equal(comment, ballot.TryGetProperty("comment", out var said) ? said.GetString() : null);
    }

    [Fact]
    public async Task SameMail_AgainAndUnderAnotherName_VotesOnce()
    {
        var asked = await BallotMail.Ask(rig);
        var mail = asked.Answer("approve");
        var first = await asked.Deliver(mail);
        Assert.Equal(first, await asked.Deliver(mail));
        Assert.Equal(
            ("ignored", "ballot_refused: already_decided"), StateOf(await asked.Deliver(asked.Answer("reject"))));
        Assert.Single(await rig.History(asked.Change), type => type == "approval.voted");
        Assert.Equal("approved", await rig.StateOf(asked.Change));
    }

    [Fact]
    public async Task SameMail_ManyTimesAtOnce_OverTwoMailboxes_VotesOnce()
    {
        var asked = await BallotMail.Ask(rig);
        var (mail, other) = (asked.Answer("approve"), await MailRig.Open(rig.Admin));
        var posted = await Task.WhenAll(Enumerable.Range(0, 12).Select(at =>
            MailRig.Post(rig.Browser, at % 2 == 0 ? asked.Mailbox : other, mail)));
        await rig.Quiet();
        var receipts = await Task.WhenAll(posted.Select(answer => asked.Receipt(answer)).ToList());
        Assert.Contains(receipts, receipt => receipt.State == "processed");
        Assert.All(
            receipts.Where(receipt => receipt.State != "processed"),
            receipt => Assert.Contains(receipt.Reason, new[] { "ballot_refused: already_decided", "message_id" }));
        Assert.Single(await rig.History(asked.Change), type => type == "approval.voted");
        Assert.Equal("approved", await rig.StateOf(asked.Change));
    }

    /// <remarks>Every other time the mail has passed the bus already; otherwise the link would always be
    /// first.</remarks>
    [Fact]
    public async Task Mail_AgainstTheLinkOfTheSameMail_IsOneVote()
    {
        var wins = new int[2];
        for (var race = 0; race < Races; race++)
        {
            var asked = await BallotMail.Ask(rig);
            var page = await rig.PageOf(asked.Approver);
            var form = await page.Form("reject");
            var voting = race % 2 == 0 ? ByMail(asked) : AtOnce(asked);
            var answer = await page.Send(form);
            var reason = await voting;
            await rig.Quiet();
            var isByLink = answer.Status == HttpStatusCode.OK;
            Assert.Equal(isByLink ? "already_decided" : null, reason);
            if (!isByLink) Assert.Equal((HttpStatusCode.Conflict, "already_decided"), ApproverPage.Refusal(answer));
            Assert.Equal(isByLink ? "rejected" : "approved", await rig.StateOf(asked.Change));
            Assert.Single(await rig.History(asked.Change), type => type == "approval.voted");
            wins[isByLink ? 0 : 1]++;
        }
        output.WriteLine($"{wins[0]} by link, {wins[1]} by mail");
    }

    /// <returns>Why it was refused; null when it counted.</returns>
    private static async Task<string?> ByMail(BallotMail asked)
    {
        var receipt = await asked.Deliver(asked.Answer("approve"));
        return receipt.State == "processed" ? null : receipt.Reason!["ballot_refused: ".Length..];
    }

    /// <returns>Why it was refused; null when it counted.</returns>
    private async Task<string?> AtOnce(BallotMail asked)
    {
        var vote = new MailVote(new(asked.ReplyTo!), new(asked.Approver), VoteDecision.Approve, null);
        var id = CommandId.FromCause("race", asked.Approver);
        var cast = await rig.Get<MailVotes>().Cast(asked.Token().Ten, id, vote, default);
        return cast.Problem?.Code.ToText();
    }

    /// <summary>The process may end between the vote and the end of the receipt.</summary>
    [Fact]
    public async Task SameCommand_Again_IsWhatItWas()
    {
        var asked = await BallotMail.Ask(rig);
        var (votes, tenant) = (rig.Get<MailVotes>(), asked.Token().Ten);
        var vote = new MailVote(new(asked.ReplyTo!), new(asked.Approver), VoteDecision.Approve, null);
        var id = CommandId.FromCause("ballot", asked.Approver);
        Assert.Null((await votes.Cast(tenant, id, vote, default)).Problem);
        Assert.Null((await votes.Cast(tenant, id, vote, default)).Problem);
        await rig.Quiet();
        Assert.Single(await rig.History(asked.Change), type => type == "approval.voted");
    }

    [Theory]
    [InlineData("", "ballot_unauthenticated")]
    [InlineData("mx.other.example; dmarc=pass header.from=acme.example", "ballot_unauthenticated")]
    [InlineData("mx.itsm.localhost; spf=pass smtp.mailfrom=acme.example", "ballot_unauthenticated")]
    [InlineData("mx.itsm.localhost; dkim=pass header.d=evil.example", "ballot_unauthenticated")]
    [InlineData("mx.itsm.localhost; dmarc=fail header.from=acme.example", "ballot_unauthenticated")]
    public async Task Answer_ThatNobodyVouchesFor_ChangesNothing(string results, string reason)
    {
        var asked = await BallotMail.Ask(rig);
        var proof = results.Length > 0 ? $"Authentication-Results: {results}\r\n" : "";
        await ChangesNothing(asked, asked.Answer("approve", proof: proof), reason);
    }

    [Fact]
    public async Task Answer_WithAForgedWordBelowOurs_ChangesNothing()
    {
        var asked = await BallotMail.Ask(rig);
        const string Ours = "Authentication-Results: mx.itsm.localhost; dmarc=fail header.from=acme.example\r\n";
        await ChangesNothing(
            asked, asked.Answer("approve", proof: Ours, more: BallotMail.Aligned), "ballot_unauthenticated");
    }

    [Theory]
    [InlineData("{0}, eve@acme.example", "ballot_unauthenticated")]
    [InlineData("eve@acme.example\r\nFrom: {0}", "ballot_unauthenticated")]
    [InlineData("eve@acme.example", "ballot_refused: invalid_token")]
    [InlineData("\"{0}\" <eve@acme.example>", "ballot_refused: invalid_token")]
    public async Task Answer_OfSomebodyElse_ChangesNothing(string from, string reason)
    {
        var asked = await BallotMail.Ask(rig);
        from = from.Replace("{0}", asked.Approver, StringComparison.Ordinal);
        await ChangesNothing(asked, asked.Answer("approve", from), reason);
    }

    [Theory]
    [InlineData("I approve", "", "ballot_without_decision")]
    [InlineData("Hello,\r\napprove", "", "ballot_without_decision")]
    [InlineData("approve", "Auto-Submitted: auto-replied\r\n", "ballot_not_personal")]
    [InlineData("approve", "List-Id: <cab.acme.example>\r\n", "ballot_not_personal")]
    [InlineData("approve", "Cc: vote+01jdaaaaaaaaaaaaaaaaaaaaaa0000001jdaaaaaaaaaaaaaaaaaaaaaa@mail.itsm.localhost\r\n",
        "ballot_for_several")]
    public async Task Answer_ThatIsNoDecisionOfAPerson_ChangesNothing(string text, string more, string reason)
    {
        var asked = await BallotMail.Ask(rig);
        await ChangesNothing(asked, asked.Answer(text, more: more), reason);
    }

    [Fact]
    public async Task Mail_ThatAnswersNoneOfOurs_ChangesNothing()
    {
        var (asked, other) = (await BallotMail.Ask(rig), await BallotMail.Ask(rig));
        await ChangesNothing(
            asked, asked.Answer("approve", inReplyTo: "<mine@acme.example>"), "ballot_answers_nothing");
        await ChangesNothing(asked, asked.Answer("approve", inReplyTo: other.MessageId), "ballot_answers_nothing");
    }

    [Theory]
    [InlineData(false, "low")]
    [InlineData(true, "high")]
    public async Task PolicyWithoutIt_OrAHighRisk_TakesNoAnswer(bool byMail, string impact)
    {
        var asked = await BallotMail.Ask(rig, byMail, impact);
        Assert.Null(asked.ReplyTo);
        Assert.DoesNotContain("answer this mail", asked.Sent.GetProperty("text").GetString(), StringComparison.Ordinal);
        var address = asked.Address(rig.Get<BallotAddresses>());
        await ChangesNothing(asked, asked.Answer("approve", to: address), "ballot_refused: invalid_token");
    }

    [Fact]
    public async Task Answer_AboutAnEditedChange_IsRefused_AndTheNewOneDecides()
    {
        var asked = await BallotMail.Ask(rig);
        var edit = new { title = "Replace both" };
        (await rig.Admin.Send(HttpMethod.Patch, $"/v1/changes/{ApprovalRig.Id(asked.Change)}", edit, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        Assert.Equal("ballot_refused: request_changed", (await asked.Deliver(asked.Answer("approve"))).Reason);
        await rig.Quiet();
        var again = asked with { Sent = (await rig.Mails(asked.Approver))[^1] };
        Assert.NotEqual(asked.ReplyTo, again.ReplyTo);
        Assert.Equal("processed", (await again.Deliver(again.Answer("approve"))).State);
        Assert.Equal("approved", await rig.StateOf(asked.Change));
    }

    [Fact]
    public async Task Answer_AboutACancelledChange_IsTooLate_AndOnRecord()
    {
        var asked = await BallotMail.Ask(rig);
        await rig.Admin.Post(
            $"/v1/changes/{ApprovalRig.Id(asked.Change)}/cancel", new { reason = "Not needed" }, ifMatch: "*");
        await rig.Quiet();
        Assert.Equal("ballot_refused: no_longer_pending", (await asked.Deliver(asked.Answer("approve"))).Reason);
        Assert.Equal(["approval.withdrawn", "approval.vote_refused"], (await rig.History(asked.Change))[^2..]);
    }

    [Fact]
    public async Task Answer_AfterSevenDays_IsRefused_AndTheReminderCanBeAnswered()
    {
        var asked = await BallotMail.Ask(rig, timeout: "P30D");
        await rig.Advance(TimeSpan.FromDays(7));
        Assert.Equal("ballot_refused: invalid_token", (await asked.Deliver(asked.Answer("approve"))).Reason);
        var reminded = asked with { Sent = (await rig.Mails(asked.Approver))[^1] };
        Assert.Equal("processed", (await reminded.Deliver(reminded.Answer("approve"))).State);
        Assert.Equal("approved", await rig.StateOf(asked.Change));
    }

    /// <summary>No vote, no event, no mail, no incident: the receipt alone says what came.</summary>
    private async Task ChangesNothing(BallotMail asked, string mail, string reason)
    {
        var before = await Everything(asked);
        Assert.Equal(("ignored", reason), StateOf(await asked.Deliver(mail)));
        Assert.Equal(before, await Everything(asked));
        Assert.Equal("awaiting_approval", await rig.StateOf(asked.Change));
    }

    private async Task<(string Approvals, int Mails, string Incidents)> Everything(BallotMail asked) => (
        (await rig.Approvals(asked.Change)).GetRawText(), await SentMails(),
        (await rig.Admin.Get("/v1/incidents")).Expect(HttpStatusCode.OK).GetRawText());

    private async Task<int> SentMails()
    {
        var all = (await rig.Browser.Get("/_local/mail")).Expect(HttpStatusCode.OK).GetProperty("items");
        Assert.NotEqual(0, all.GetArrayLength());
        return all.GetArrayLength();
    }

    private static (string? State, string? Reason) StateOf((string? State, string? Reason, string? Record) receipt) =>
        (receipt.State, receipt.Reason);
}
