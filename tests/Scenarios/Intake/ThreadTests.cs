using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>Mails of one conversation are of one record, whatever order they come in and whatever ids they name.</summary>
public sealed class ThreadTests(MailRig rig) : IClassFixture<MailRig>
{
    private const int Replies = 8;

    /// <summary>A mail to the desk and many others, who all answer to all before the desk has seen it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Replies_OfManyToOneMail_AtOnce_AreOneIncident(int seed)
    {
        var (ada, first) = (rig.Person("ada"), rig.NewMessageId());
        string[] mails = [MailRig.Mail(ada, first, "It burns."), .. Enumerable.Range(0, Replies).Select(
            each => MailRig.Mail(rig.Person("bob"), rig.NewMessageId(), "Here too.", more: Names(first, each)))];
        new Random(seed).Shuffle(mails);
        var answers = await Task.WhenAll(mails.Select(mail => MailRig.Post(rig.Server, rig.Mailbox, mail)));
        await rig.Quiet();
        var receipts = await Task.WhenAll(answers.Select(
            answer => rig.Read($"/v1/intake/receipts/{MailRig.ReceiptIn(answer.Json)}")));
        Assert.All(receipts, receipt => Assert.Equal("processed", MailRig.Text(receipt, "state")));
        var incident = Assert.Single(receipts.Select(MailRig.RecordOf).Distinct());
        string?[] expected = ["incident.reported", .. Enumerable.Repeat("incident.commented", Replies)];
        Assert.Equal(expected, await rig.Timeline(incident));
    }

    /// <summary>Each mail program names what it answers in its own way.</summary>
    private static string Names(string id, int each) => (each % 3) switch
    {
        0 => $"In-Reply-To: <{id}>\r\nReferences: <{id}>\r\n",
        1 => $"References: <{id}>\r\n",
        _ => $"In-Reply-To: <{id}>\r\n",
    };

    [Fact]
    public async Task Original_ThatComesAfterItsAnswer_JoinsIt()
    {
        var (ada, first) = (rig.Person("ada"), rig.NewMessageId());
        var answer = await rig.Deliver(
            MailRig.Mail(rig.Person("bob"), rig.NewMessageId(), "Here too.", more: Names(first, 0)));
        var original = await rig.Deliver(MailRig.Mail(ada, first, "It burns."));
        Assert.Equal(
            (MailRig.RecordOf(answer), "references"), (MailRig.RecordOf(original), MailRig.Text(original, "reason")));
    }

    /// <summary>Amazon SES and Exchange give our mails ids of their own: the answer names theirs, and ours only in
    /// References; what answers that answer may name neither.</summary>
    [Fact]
    public async Task Id_ThatAProviderGaveToOurMail_LeadsToTheIncident_OnceAnAnswerNamedIt()
    {
        var (ada, incident, thread) = await Reported();
        const string Theirs = "0102018f-1@eu-west-1.amazonses.com";
        var mine = await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "Yes.",
            more: $"In-Reply-To: <{Theirs}>\r\nReferences: {thread} <{Theirs}>\r\n"));
        Assert.Equal((incident, "references"), (MailRig.RecordOf(mine), MailRig.Text(mine, "reason")));
        var more = await rig.Deliver(
            MailRig.Mail(ada, rig.NewMessageId(), "And more.", more: $"In-Reply-To: <{Theirs}>\r\n"));
        Assert.Equal((incident, "provider_id"), (MailRig.RecordOf(more), MailRig.Text(more, "reason")));
        var events = await rig.Items($"/v1/incidents/{incident}/timeline");
        Assert.Equal("provider_id", MailRig.Text(events[^1].GetProperty("data").GetProperty("origin"), "match"));
    }

    /// <summary>Else a stranger could draw other conversations of the requester into this one.</summary>
    [Fact]
    public async Task Id_ThatAStrangerNames_LeadsNowhere()
    {
        var (ada, incident, thread) = await Reported();
        var planted = rig.NewMessageId();
        await rig.Deliver(MailRig.Mail(rig.Person("eve"), rig.NewMessageId(), "Psst.",
            more: $"References: <{planted}> {thread}\r\n"));
        var other = await rig.Deliver(
            MailRig.Mail(ada, rig.NewMessageId(), "Another thing.", more: $"In-Reply-To: <{planted}>\r\n"));
        Assert.NotEqual(incident, MailRig.RecordOf(other));
    }

    [Fact]
    public async Task LateMails_OfOnePerson_AtOnce_BeginOneIncident_ThatFollows()
    {
        var (ada, incident, thread) = await Reported();
        (await rig.Admin.Post($"/v1/incidents/{incident}/cancel", new { reason = "A toaster." }, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MailRig.Post(
            rig.Server, rig.Mailbox,
            MailRig.Mail(ada, rig.NewMessageId(), "No, the printer.", more: $"References: {thread}\r\n"))));
        await rig.Quiet();
        var receipts = await Task.WhenAll(answers.Select(
            answer => rig.Read($"/v1/intake/receipts/{MailRig.ReceiptIn(answer.Json)}")));
        var follower = Assert.Single(receipts.Select(MailRig.RecordOf).Distinct());
        Assert.NotEqual(incident, follower);
        string?[] expected =
            ["incident.reported", "incident.linked", .. Enumerable.Repeat("incident.commented", 3)];
        Assert.Equal(expected, await rig.Timeline(follower));
    }

    /// <summary>Nobody takes over what follows the incident of another.</summary>
    [Fact]
    public async Task LateMail_OfAStranger_BeginsAnIncidentOfTheirOwn()
    {
        var (ada, incident, thread) = await Reported();
        (await rig.Admin.Post($"/v1/incidents/{incident}/cancel", new { reason = "A toaster." }, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        var more = $"References: {thread}\r\n";
        var theirs = await rig.Deliver(MailRig.Mail(rig.Person("eve"), rig.NewMessageId(), "Mine.", more: more));
        var mine = await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "No, the printer.", more: more));
        Assert.NotEqual(MailRig.RecordOf(theirs), MailRig.RecordOf(mine));
    }

    private async Task<(string Requester, string Incident, string? Thread)> Reported()
    {
        var ada = rig.Person("ada");
        var receipt = await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "It burns."));
        var sent = Assert.Single(await rig.MailsTo(ada)).GetProperty("headers");
        return (ada, MailRig.RecordOf(receipt), MailRig.Text(sent, "References")!.Split(' ')[0]);
    }
}
