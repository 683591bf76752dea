using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>However often a mail comes, and by whatever way, it is one (I1).</summary>
public sealed class RepeatTests(MailRig rig) : IClassFixture<MailRig>
{
    [Fact]
    public async Task SameMail_TenTimesAtOnce_IsOneIncidentAndOneAcknowledgement()
    {
        var ada = rig.Person("ada");
        var mail = MailRig.Mail(ada, rig.NewMessageId(), "It burns.");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => MailRig.Post(rig.Server, rig.Mailbox, mail)));
        await rig.Quiet();
        Assert.Single(answers.Select(answer => MailRig.ReceiptIn(answer.Expect(HttpStatusCode.Accepted))).Distinct());
        Assert.Single(await rig.Items($"/v1/incidents?requester={ada}"));
        Assert.Single(await rig.MailsTo(ada));
    }

    [Fact]
    public async Task SameMail_ByTwoMailboxesAtOnce_IsOneIncidentAndADuplicate()
    {
        var ada = rig.Person("ada");
        var mail = MailRig.Mail(ada, rig.NewMessageId(), "It burns.");
        var answers = await Task.WhenAll(
            MailRig.Post(rig.Server, rig.Mailbox, "X-Hop: 1\r\n" + mail),
            MailRig.Post(rig.Server, rig.OtherMailbox, mail));
        await rig.Quiet();
        var receipts = await Task.WhenAll(answers.Select(
            answer => rig.Read($"/v1/intake/receipts/{MailRig.ReceiptIn(answer.Json)}")));
        Assert.Equal(["duplicate", "processed"], receipts.Select(receipt => MailRig.Text(receipt, "state")).Order());
        Assert.Equal(MailRig.RecordOf(receipts[0]), MailRig.RecordOf(receipts[1]));
        Assert.Single(await rig.Items($"/v1/incidents?requester={ada}"));
        Assert.Single(await rig.MailsTo(ada));
    }

    [Fact]
    public async Task SameAnswer_Again_IsOneComment()
    {
        var ada = rig.Person("ada");
        var incident = MailRig.RecordOf(await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "It burns.")));
        var more = MailRig.AnswerTo((await rig.MailsTo(ada))[0]);
        var answer = MailRig.Mail(ada, rig.NewMessageId(), "Still.", more: more);
        await rig.Deliver(answer);
        await rig.Deliver(answer);
        await rig.Deliver("Received: again\r\n" + answer);
        Assert.Equal(["incident.reported", "incident.commented"], await rig.Timeline(incident));
    }

    /// <summary>Who copies a Message-ID must not be able to silence the mail it belongs to.</summary>
    [Fact]
    public async Task SameMessageId_OfAnotherSender_IsNoDuplicate()
    {
        var id = rig.NewMessageId();
        var first = await rig.Deliver(MailRig.Mail(rig.Person("eve"), id, "Mine."));
        var second = await rig.Deliver(MailRig.Mail(rig.Person("ada"), id, "No, mine."));
        Assert.Equal("processed", MailRig.Text(second, "state"));
        Assert.NotEqual(MailRig.RecordOf(first), MailRig.RecordOf(second));
    }

    [Fact]
    public async Task Replay_OfAProcessedMail_ChangesNothing()
    {
        var receipt = await rig.Deliver(MailRig.Mail(rig.Person("ada"), rig.NewMessageId(), "It burns."));
        var path = $"/v1/intake/receipts/{MailRig.Text(receipt, "id")}/replay";
        Assert.Equal("processed", MailRig.Text((await rig.Admin.Post(path)).Expect(HttpStatusCode.Accepted), "state"));
        await rig.Quiet();
        Assert.Equal(["incident.reported"], await rig.Timeline(MailRig.RecordOf(receipt)));
    }
}
