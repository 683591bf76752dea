using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Intake;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Notifications;

/// <summary>A mail of ours comes back: the desk sees it, the address is left alone, until somebody writes from it.
/// Security case E-02.</summary>
public sealed class BounceTests(MailRig rig) : IClassFixture<MailRig>
{
    [Fact]
    public async Task Bounce_MarksTheAddress_AndTellsTheDeskOnTheRecordAlone()
    {
        var (ada, incident, sent) = await Reported();
        var before = (await rig.Items("/_local/mail")).Length;
        var receipt = await rig.Deliver(Bounce(MessageIdOf(sent), ada));
        Assert.Equal(("processed", "delivery_report", incident), (MailRig.Text(receipt, "state"),
            MailRig.Text(receipt, "reason"), MailRig.RecordOf(receipt)));
        var note = Assert.Single(await rig.Items($"/v1/incidents/{incident}/comments"));
        Assert.Equal("internal", MailRig.Text(note, "visibility"));
        Assert.StartsWith($"The mail to {ada} could not be delivered: 5.1.1", MailRig.Text(note, "body"));
        Assert.Equal(before, (await rig.Items("/_local/mail")).Length);
        var marked = await rig.Read($"/v1/mail-addresses/{ada}");
        Assert.Equal(("failed", "5.1.1", incident), (MailRig.Text(marked, "state"), MailRig.Text(marked, "status"),
            MailRig.Text(marked, "record")));
        var all = await rig.Items("/v1/mail-addresses?limit=200");
        Assert.Contains(ada, all.Select(each => MailRig.Text(each, "email")));
        Assert.Equal(("undelivered", "5.1.1"), await Last(incident));
    }

    [Fact]
    public async Task MarkedAddress_IsNotMailed_AndTheRecordSaysSo_UntilAnAdminClearsIt()
    {
        var (ada, incident, sent) = await Reported();
        await rig.Deliver(Bounce(MessageIdOf(sent), ada));
        await Comment(incident, "Have you tried water?");
        Assert.Single(await rig.MailsTo(ada));
        Assert.Equal(("suppressed", $"address_failed: {ada} 5.1.1"), await Last(incident));
        await Clear(ada, HttpStatusCode.NoContent);
        await Clear(ada, HttpStatusCode.NotFound);
        await Comment(incident, "Or sand?");
        Assert.Equal(2, (await rig.MailsTo(ada)).Length);
        Assert.Equal(("sent", null), await Last(incident));
    }

    [Fact]
    public async Task Person_WhoWrites_ClearsTheirAddress_AndAMachineDoesNot()
    {
        var (ada, incident, sent) = await Reported();
        await rig.Deliver(Bounce(MessageIdOf(sent), ada));
        await rig.Deliver(MailRig.Mail(
            ada, rig.NewMessageId(), "I am away.", more: "Auto-Submitted: auto-replied\r\n" + MailRig.AnswerTo(sent)));
        await rig.Read($"/v1/mail-addresses/{ada}");
        await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "I am here.", more: MailRig.AnswerTo(sent)));
        (await rig.Admin.Get($"/v1/mail-addresses/{ada}")).Expect(HttpStatusCode.NotFound);
        await Comment(incident, "Good.");
        Assert.Equal("sent", (await Last(incident)).State);
    }

    [Fact]
    public async Task SoftFailures_AreCounted_AndKeepNothingBack()
    {
        var (ada, incident, sent) = await Reported();
        await rig.Deliver(Bounce(MessageIdOf(sent), ada, "4.2.2", "delayed"));
        await rig.Deliver(Bounce(MessageIdOf(sent), ada, "5.2.2"));
        var marked = await rig.Read($"/v1/mail-addresses/{ada}");
        Assert.Equal(("unsure", 2), (MailRig.Text(marked, "state"), marked.GetProperty("softFailures").GetInt32()));
        Assert.Single(await rig.Items($"/v1/incidents/{incident}/comments")); // Not for the delay.
        await Comment(incident, "Hello?");
        Assert.Equal(2, (await rig.MailsTo(ada)).Length);
    }

    /// <summary>Whoever invents a report, or has one of a mail to somebody else, silences nobody.</summary>
    [Fact]
    public async Task ForgedReport_SilencesNobody()
    {
        var ((ada, incident, _), (_, other, toEve)) = (await Reported(), await Reported());
        string[] forged =
        [
            Bounce("m1@example.org", ada), // Nobody's id.
            Bounce($"{NameOf(incident)}.1-1-1.0123456789abcdefghjkmnpqrs@mail.itsm.localhost", ada), // A made-up code.
            Bounce(MessageIdOf(toEve), ada), // A true id, of a mail to Eve.
            Bounce(ThreadOf(toEve), ada), // A true id, of no mail.
        ];
        foreach (var report in forged)
        {
            var receipt = await rig.Deliver(report);
            Assert.Equal(
                ("ignored", "delivery_report"), (MailRig.Text(receipt, "state"), MailRig.Text(receipt, "reason")));
        }
        (await rig.Admin.Get($"/v1/mail-addresses/{ada}")).Expect(HttpStatusCode.NotFound);
        Assert.Empty(await rig.Items($"/v1/incidents/{incident}/comments"));
        Assert.Empty(await rig.Items($"/v1/incidents/{other}/comments"));
    }

    [Fact]
    public async Task SameReport_Again_IsToldOnce()
    {
        var (ada, incident, sent) = await Reported();
        var report = Bounce(MessageIdOf(sent), ada);
        await rig.Deliver(report);
        await rig.Deliver("X-Hop: 1\r\n" + report);
        Assert.Single(await rig.Items($"/v1/incidents/{incident}/comments"));
    }

    private async Task<(string Requester, string Incident, JsonElement Sent)> Reported()
    {
        var ada = rig.Person("ada");
        var receipt = await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "It burns."));
        return (ada, MailRig.RecordOf(receipt), Assert.Single(await rig.MailsTo(ada)));
    }

    private async Task Comment(string incident, string body)
    {
        (await rig.Admin.Post($"/v1/incidents/{incident}/comments", new { body })).Expect(HttpStatusCode.Created);
        await rig.Quiet();
    }

    private async Task Clear(string address, HttpStatusCode expected)
    {
        var answer = await rig.Admin.Send(HttpMethod.Delete, $"/v1/mail-addresses/{address}", ifMatch: "*");
        Assert.Equal(expected, answer.Status);
    }

    /// <summary>What became of the newest notice of an incident.</summary>
    private async Task<(string? State, string? Reason)> Last(string incident)
    {
        var last = (await rig.Items($"/v1/incidents/{incident}/notifications"))[0];
        return (MailRig.Text(last, "state"), MailRig.Text(last, "reason"));
    }

    private static string MessageIdOf(JsonElement sent) =>
        MailRig.Text(sent.GetProperty("headers"), "Message-Id")!.Trim('<', '>');

    private static string NameOf(string incident) =>
        incident.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string ThreadOf(JsonElement sent) =>
        MailRig.Text(sent.GetProperty("headers"), "References")!.Split('<', '>')[1];

    /// <summary>RFC 3464 in RFC 6522.</summary>
    private static string Bounce(string messageId, string to, string status = "5.1.1", string action = "failed") =>
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.net\r\nTo: desk@itsm.localhost\r\nSubject: Undelivered\r\n" +
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n" +
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n" +
        $"Reporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; {to}\r\nAction: {action}\r\n" +
        $"Status: {status}\r\nDiagnostic-Code: smtp; 550 No such user\r\n\r\n--b\r\n" +
        $"Content-Type: text/rfc822-headers\r\n\r\nTo: {to}\r\nMessage-ID: <{messageId}>\r\n\r\n--b--\r\n";
}
