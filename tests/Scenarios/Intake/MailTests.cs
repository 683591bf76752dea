using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>Main job 4: a mail becomes an incident, the answer to our mail a comment on it.</summary>
public sealed class MailTests(MailRig rig) : IClassFixture<MailRig>
{
    [Fact]
    public async Task Mail_BecomesAnIncident_WithRequesterTextAndFiles()
    {
        var (ada, id) = (rig.Person("ada"), rig.NewMessageId());
        var receipt = await rig.Deliver(WithFile($"Ada Lovelace <{ada}>", id));
        var incident = await rig.Read($"/v1/incidents/{MailRig.RecordOf(receipt)}");
        Assert.Equal("processed", MailRig.Text(receipt, "state"));
        Assert.Equal(("Printer on fire", "It burns. Grüße"),
            (MailRig.Text(incident, "title"), MailRig.Text(incident, "description")));
        Assert.Equal((ada, "Ada Lovelace"), (MailRig.Text(incident.GetProperty("requester"), "email"),
            MailRig.Text(incident.GetProperty("requester"), "name")));
        var file = Assert.Single(await rig.Items($"/v1/incidents/{MailRig.RecordOf(receipt)}/attachments"));
        Assert.Equal("evil.txt", MailRig.Text(file, "name"));
        var path = $"/v1/incidents/{MailRig.RecordOf(receipt)}/attachments/{MailRig.Text(file, "id")}";
        Assert.Equal("hello", (await rig.Admin.Get(path)).Text);
    }

    [Fact]
    public async Task Mail_IsAcknowledgedOnce_InItsThread()
    {
        var (ada, id) = (rig.Person("ada"), rig.NewMessageId());
        await rig.Deliver(MailRig.Mail(ada, id, "It burns."));
        var headers = Assert.Single(await rig.MailsTo(ada)).GetProperty("headers");
        Assert.Equal(($"<{id}>", "auto-replied"),
            (MailRig.Text(headers, "In-Reply-To"), MailRig.Text(headers, "Auto-Submitted")));
    }

    [Fact]
    public async Task Mail_TakesTheDefaultsOfItsSource()
    {
        var mailbox = await MailRig.Open(rig.Admin, new { impact = "high", urgency = "high", service = "vpn" });
        var receipt = await rig.Deliver(MailRig.Mail(rig.Person("ada"), rig.NewMessageId(), "Down."), mailbox);
        var incident = await rig.Read($"/v1/incidents/{MailRig.RecordOf(receipt)}");
        Assert.Equal(("P1", "vpn"), (MailRig.Text(incident, "priority"), MailRig.Text(incident, "service")));
    }

    [Fact]
    public async Task Answer_ToOurMail_BecomesAComment_WithoutTheQuote()
    {
        var (ada, incident, sent) = await Reported();
        var receipt = await rig.Deliver(MailRig.Mail(
            ada, rig.NewMessageId(), "Still burns.\r\n\r\n> -- Please write your answer above this line --\r\n> x",
            more: MailRig.AnswerTo(sent)));
        Assert.Equal((incident, "signed_address"), (MailRig.RecordOf(receipt), MailRig.Text(receipt, "reason")));
        var comment = Assert.Single(await rig.Items($"/v1/incidents/{incident}/comments"));
        Assert.Equal(("Still burns.", "public"), (MailRig.Text(comment, "body"), MailRig.Text(comment, "visibility")));
        Assert.Equal(["incident.reported", "incident.commented"], await rig.Timeline(incident));
    }

    [Fact]
    public async Task Answer_NamingOnlyTheFirstMail_BecomesAComment()
    {
        var (ada, id) = (rig.Person("ada"), rig.NewMessageId());
        var first = await rig.Deliver(MailRig.Mail(ada, id, "It burns."));
        var more = await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "More.", "Oh", $"References: <{id}>\r\n"));
        Assert.Equal((MailRig.RecordOf(first), "references"), (MailRig.RecordOf(more), MailRig.Text(more, "reason")));
    }

    [Fact]
    public async Task Answer_WithOnlyTheNumber_BecomesAComment_OfTheRequester()
    {
        var (ada, incident, sent) = await Reported();
        var subject = $"Re: {MailRig.Text(sent, "subject")}";
        var mine = await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "More.", subject));
        Assert.Equal((incident, "subject_tag"), (MailRig.RecordOf(mine), MailRig.Text(mine, "reason")));
        var guessed = await rig.Deliver(MailRig.Mail(rig.Person("eve"), rig.NewMessageId(), "Let me in.", subject));
        Assert.NotEqual(incident, MailRig.RecordOf(guessed));
    }

    [Fact]
    public async Task Answer_OfTheRequester_EndsTheirHold()
    {
        var (ada, incident, sent) = await Reported();
        var held = await rig.Admin.Post(
            $"/v1/incidents/{incident}/hold", new { reason = "awaiting_requester" }, ifMatch: "*");
        held.Expect(HttpStatusCode.OK);
        await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "Yes.", more: MailRig.AnswerTo(sent)));
        Assert.Equal(
            ["incident.reported", "incident.held", "incident.commented", "incident.resumed"],
            await rig.Timeline(incident));
    }

    [Fact]
    public async Task Answer_OfAnAgent_ToTheirOwnAddress_IsMailedToTheRequester()
    {
        var (ada, incident, sent) = await Reported();
        var grace = rig.Person("grace");
        var assigned = await rig.Admin.Post($"/v1/incidents/{incident}/assign", new { assignee = grace }, ifMatch: "*");
        assigned.Expect(HttpStatusCode.OK);
        await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "Hurry.", more: MailRig.AnswerTo(sent)));
        var told = Assert.Single(await rig.MailsTo(grace));
        await rig.Deliver(MailRig.Mail(grace, rig.NewMessageId(), "On my way.", more: MailRig.AnswerTo(told)));
        Assert.Contains("On my way.", MailRig.Text((await rig.MailsTo(ada))[^1], "text"));
    }

    [Fact]
    public async Task Answer_ToAClosedIncident_BeginsOneThatIsLinkedToIt()
    {
        var (ada, incident, sent) = await Reported();
        (await rig.Admin.Post($"/v1/incidents/{incident}/cancel", new { reason = "A toaster." }, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        var receipt = await rig.Deliver(
            MailRig.Mail(ada, rig.NewMessageId(), "No, the printer.", more: MailRig.AnswerTo(sent)));
        Assert.NotEqual(incident, MailRig.RecordOf(receipt));
        var follower = await rig.Read($"/v1/incidents/{MailRig.RecordOf(receipt)}");
        Assert.Equal(incident, MailRig.Text(Assert.Single(follower.GetProperty("links").EnumerateArray()), "to"));
    }

    /// <summary>Security cases B1 and E-06.</summary>
    [Fact]
    public async Task Answer_OfAStranger_IsANoteThatNobodyIsTold()
    {
        var (ada, incident, sent) = await Reported();
        var eve = rig.Person("eve");
        await rig.Deliver(MailRig.Mail(eve, rig.NewMessageId(), "Add me.", more: MailRig.AnswerTo(sent)));
        var comment = Assert.Single(await rig.Items($"/v1/incidents/{incident}/comments"));
        Assert.Equal("internal", MailRig.Text(comment, "visibility"));
        Assert.Empty(await rig.MailsTo(eve));
        Assert.Single(await rig.MailsTo(ada)); // The acknowledgement, and no more.
    }

    /// <summary>Security cases E-01 to E-04.</summary>
    [Theory]
    [InlineData("Auto-Submitted: auto-generated\r\n", "processed")]
    [InlineData("Precedence: bulk\r\n", "processed")]
    [InlineData("Auto-Submitted: auto-replied\r\n", "ignored")]
    public async Task Machine_IsNeverAnswered(string header, string state)
    {
        var robot = rig.Person("robot");
        var receipt = await rig.Deliver(MailRig.Mail(robot, rig.NewMessageId(), "Beep.", more: header));
        Assert.Equal(state, MailRig.Text(receipt, "state"));
        Assert.Empty(await rig.MailsTo(robot));
    }

    [Fact]
    public async Task OwnMail_ThatComesBack_IsIgnored()
    {
        var receipt = await rig.Deliver(MailRig.Mail("desk@itsm.localhost", rig.NewMessageId(), "Hello me."));
        Assert.Equal(("ignored", "own_mail"), (MailRig.Text(receipt, "state"), MailRig.Text(receipt, "reason")));
    }

    private async Task<(string Requester, string Incident, JsonElement Sent)> Reported()
    {
        var ada = rig.Person("ada");
        var receipt = await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "It burns."));
        return (ada, MailRig.RecordOf(receipt), Assert.Single(await rig.MailsTo(ada)));
    }

    private static string WithFile(string from, string id) => MailRig.Mail(
        from, id, "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIt burns. Grüße\r\n--b\r\n" +
        "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"..\\\\..\\\\evil.txt\"\r\n" +
        "Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n--b--",
        more: "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n");
}
