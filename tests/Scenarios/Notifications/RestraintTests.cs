using System.Net;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Intake;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Notifications;

/// <summary>However much comes in, little goes out. Security cases B3, E-04 and E-05.</summary>
public sealed class RestraintTests(MailRig rig) : IClassFixture<MailRig>
{
    /// <summary>The defaults of <c>MailBudgetSettings</c>.</summary>
    private const int PerThreadAndHour = 20;

    [Fact]
    public async Task Stranger_IsAnsweredOnceADay_AndNotInTheirWords()
    {
        var victim = rig.Person("victim");
        for (var count = 0; count < 20; count++)
            await rig.Deliver(MailRig.Mail(victim, rig.NewMessageId(), "http://evil.example", "Buy pills"));
        var sent = Assert.Single(await rig.MailsTo(victim));
        Assert.DoesNotContain("pills", sent.GetRawText());
        Assert.DoesNotContain("evil", sent.GetRawText());
        await rig.Advance(TimeSpan.FromHours(25));
        var next = await rig.Deliver(MailRig.Mail(victim, rig.NewMessageId(), "http://evil.example", "Buy pills"));
        Assert.Equal(2, (await rig.MailsTo(victim)).Length);
        Assert.Equal(("first_contact", "sent", null), await Last(MailRig.RecordOf(next)));
    }

    [Theory]
    [InlineData("requester")]
    [InlineData("agent")]
    public async Task Requester_NamedByAKey_IsAnsweredOnceADay_UnlessTheKeyIsTheDesks(string role)
    {
        var victim = rig.Person("victim");
        using var key = await rig.Key(role);
        string incident = "";
        for (var count = 0; count < 3; count++) incident = await Report(key, victim);
        var sent = await rig.MailsTo(victim);
        Assert.Equal(role == "agent" ? 3 : 1, sent.Length);
        Assert.Equal(
            role == "agent", MailRig.Text(sent[0], "subject")!.Contains("Buy pills", StringComparison.Ordinal));
        Assert.Equal(
            role == "agent" ? ("acknowledged", "sent", null) : ("first_contact", "suppressed", "confirmed_today"),
            await Last(incident));
    }

    [Fact]
    public async Task KnownPerson_IsAnsweredEachTime_WithTheirSubject()
    {
        var ada = rig.Person("ada");
        (await rig.Admin.Send(HttpMethod.Put, $"/v1/people/{ada}", new { name = "Ada" }))
            .Expect(HttpStatusCode.OK);
        for (var count = 0; count < 2; count++)
            await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "It burns."));
        var sent = await rig.MailsTo(ada);
        Assert.Equal(2, sent.Length);
        Assert.Contains("Printer on fire", MailRig.Text(sent[0], "subject"));
    }

    [Theory]
    [InlineData("X-Loop: mail.itsm.localhost\r\n")]
    [InlineData("X-Loop: other.example\r\nX-Loop: MAIL.ITSM.LOCALHOST\r\n")]
    public async Task OwnMail_KnownByItsMark_IsDropped(string header)
    {
        var mail = MailRig.Mail(rig.Person("relay"), rig.NewMessageId(), "Hello me.", more: header);
        var receipt = await rig.Deliver(mail);
        Assert.Equal(("ignored", "own_mail"), (MailRig.Text(receipt, "state"), MailRig.Text(receipt, "reason")));
    }

    [Fact]
    public async Task OwnMail_KnownByItsId_IsDropped()
    {
        var receipt = await rig.Deliver(MailRig.Mail(rig.Person("relay"), "x@mail.itsm.localhost", "Hello me."));
        Assert.Equal("own_mail", MailRig.Text(receipt, "reason"));
    }

    /// <summary>Two robots, who admit to nothing, at both ends of one incident: each mail of ours is answered.</summary>
    [Fact]
    public async Task Robots_ThatAnswerEveryMail_FallSilent_AndTheDeskIsToldOnce()
    {
        var (robot, agent) = (rig.Person("robot"), rig.Person("agent"));
        var incident = MailRig.RecordOf(await rig.Deliver(MailRig.Mail(robot, rig.NewMessageId(), "Beep.")));
        (await rig.Admin.Post($"/v1/incidents/{incident}/assign", new { assignee = agent }, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        var answered = 0;
        for (var rounds = 0; rounds < 2 * PerThreadAndHour; rounds++)
            answered += await Answer(robot) + await Answer(agent);
        var sent = (await rig.MailsTo(robot)).Length + (await rig.MailsTo(agent)).Length;
        Assert.Equal(PerThreadAndHour + 1, sent); // And the first confirmation.
        Assert.Equal(sent, answered);
        var notices = await rig.Items($"/v1/incidents/{incident}/notifications?limit=200");
        Assert.Contains(notices, notice => MailRig.Text(notice, "reason") == "thread_budget");
        var alarm = Assert.Single(
            await rig.MailsTo("desk@itsm.localhost"), mail => MailRig.Text(mail, "subject") == "Mails are held back");
        Assert.Contains(incident, MailRig.Text(alarm, "text"));
    }

    [Fact]
    public async Task Notifications_OfAnIncident_AreListedNewestFirst_AndARequesterSeesTheirOwn()
    {
        using var requester = await rig.Key("requester");
        var (ada, grace) = (rig.Person("ada"), rig.Person("grace"));
        var incident = await Report(requester, ada);
        (await rig.Admin.Post($"/v1/incidents/{incident}/assign", new { assignee = grace }, ifMatch: "*"))
            .Expect(HttpStatusCode.OK);
        (await requester.Post($"/v1/incidents/{incident}/comments", new { body = "Hurry." }))
            .Expect(HttpStatusCode.Created);
        await rig.Quiet();
        var all = await rig.Read($"/v1/incidents/{incident}/notifications?limit=1");
        var first = all.GetProperty("items")[0];
        Assert.Equal(("written", "mail", "sent", grace), (MailRig.Text(first, "kind"), MailRig.Text(first, "channel"),
            MailRig.Text(first, "state"), first.GetProperty("to")[0].GetString()));
        var cursor = MailRig.Text(all, "nextCursor");
        var rest = await rig.Items($"/v1/incidents/{incident}/notifications?limit=1&cursor={cursor}");
        Assert.Equal("first_contact", MailRig.Text(Assert.Single(rest), "kind"));
        var own = (await requester.Get($"/v1/incidents/{incident}/notifications")).Expect(HttpStatusCode.OK);
        Assert.Equal(ada, Assert.Single(own.GetProperty("items").EnumerateArray()).GetProperty("to")[0].GetString());
        using var other = await rig.Key("requester");
        (await other.Get($"/v1/incidents/{incident}/notifications")).Expect(HttpStatusCode.NotFound);
    }

    private readonly HashSet<string?> _answered = [];

    /// <summary>Answers every mail that was not answered yet, as a person would.</summary>
    private async Task<int> Answer(string who)
    {
        var fresh = (await rig.MailsTo(who)).Where(mail => _answered.Add(MailRig.Text(mail, "id"))).ToArray();
        foreach (var mail in fresh)
            await rig.Deliver(MailRig.Mail(who, rig.NewMessageId(), "Beep.", more: MailRig.AnswerTo(mail)));
        return fresh.Length;
    }

    private async Task<string> Report(Caller caller, string requester)
    {
        var body = new { title = "Buy pills", requester = new { email = requester } };
        var reported = (await caller.Post("/v1/incidents", body)).Expect(HttpStatusCode.Created);
        await rig.Quiet();
        return MailRig.Text(reported, "id")!;
    }

    private async Task<(string? Kind, string? State, string? Reason)> Last(string incident)
    {
        var last = (await rig.Items($"/v1/incidents/{incident}/notifications"))[0];
        return (MailRig.Text(last, "kind"), MailRig.Text(last, "state"), MailRig.Text(last, "reason"));
    }
}
