using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>What a tenant says is done with mails that begin an incident.</summary>
public sealed class MailRuleTests(MailRig rig) : IClassFixture<MailRig>
{
    [Fact]
    public async Task Rules_AreForMailsThatBegin_NotForAnswers()
    {
        (await rig.Admin.Send(HttpMethod.Put, "/v1/groups/printers",
            new { name = "Printers", members = new[] { "bob@example.org" } })).Expect(HttpStatusCode.OK);
        await Put(
            Rule("title", "contains", "printer", new { priority = "P2", group = "printers", assign = "least-loaded" }),
            Rule("from", "matches", "^noreply", new { ignore = true }));
        var (ada, first) = (rig.Person("ada"), rig.NewMessageId());
        var begun = await rig.Deliver(MailRig.Mail(ada, first, "It burns."));
        var incident = await rig.Read($"/v1/incidents/{MailRig.RecordOf(begun)}");
        Assert.Equal(
            ("P2", "printers", "bob@example.org"),
            (MailRig.Text(incident, "priority"), MailRig.Text(incident, "group"), MailRig.Text(incident, "assignee")));

        var ignored = await rig.Deliver(MailRig.Mail(rig.Person("noreply"), rig.NewMessageId(), "Buy!"));
        Assert.Equal(
            ("ignored", "rule: ignored; rules 1, 2"), (MailRig.Text(ignored, "state"), MailRig.Text(ignored, "reason")));

        await Put(Rule("from", "contains", "@", new { ignore = true }));
        var answer = await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "Still.", more: $"References: <{first}>\r\n"));
        Assert.Equal(MailRig.RecordOf(begun), MailRig.RecordOf(answer));

        await Put();
        var replay = $"/v1/intake/receipts/{MailRig.Text(ignored, "id")}/replay";
        (await rig.Admin.Post(replay)).Expect(HttpStatusCode.Accepted);
        await rig.Quiet();
        Assert.Equal("processed", MailRig.Text(await rig.Read(replay[..^"/replay".Length]), "state"));
    }

    [Fact]
    public async Task Try_SaysWhatWouldHaveBecomeOfMails_AndWhy()
    {
        await rig.Advance(TimeSpan.FromSeconds(1)); // The newest two are those of this test.
        var (ada, first) = (rig.Person("ada"), rig.NewMessageId());
        var begun = await rig.Deliver(MailRig.Mail(ada, first, "It burns."));
        await rig.Deliver(MailRig.Mail(ada, rig.NewMessageId(), "Still.", more: $"References: <{first}>\r\n"));
        var tried = (await rig.Admin.Post("/v1/intake-rules/try", new
        {
            rules = new[] { Rule("from", "equals", ada, new { urgency = "high" }), Rule("key", "equals", "x", new { }) },
            receipts = 2,
        })).Expect(HttpStatusCode.OK).GetProperty("receipts");
        var one = Assert.Single(tried.EnumerateArray()); // The other is an answer.
        Assert.Equal(MailRig.Text(begun, "id"), MailRig.Text(one, "receipt"));
        Assert.Equal("P2", MailRig.Text(one.GetProperty("report"), "priority")); // Medium impact, high urgency.
        Assert.Equal(
            ["rule 1 applies", "rule 2 does not apply: key equals \"x\" is not so"],
            one.GetProperty("why").EnumerateArray().Select(why => why.GetString()));
        var incident = await rig.Read($"/v1/incidents/{MailRig.RecordOf(begun)}");
        Assert.Equal("medium", MailRig.Text(incident, "urgency")); // Nothing was done.
    }

    [Fact]
    public async Task Practice_ThatTakesNoMessages_IsRefusedByName()
    {
        var rules = new[] { Rule("title", "contains", "laptop", new { practice = "request" }) };
        var answer = (await rig.Admin.Send(HttpMethod.Put, "/v1/intake-rules", new { rules }))
            .Expect(HttpStatusCode.UnprocessableEntity);
        var error = answer.GetProperty("errors")[0];
        Assert.Equal(
            ("/rules/0/then/practice", "not_supported"), (MailRig.Text(error, "pointer"), MailRig.Text(error, "code")));
    }

    private async Task Put(params object[] rules)
    {
        var isFirst = (await rig.Read("/v1/intake-rules")).GetProperty("version").GetInt32() == 0;
        (await rig.Admin.Send(HttpMethod.Put, "/v1/intake-rules", new { rules }, isFirst ? null : "*"))
            .Expect(HttpStatusCode.OK);
    }

    private static object Rule(string field, string op, string value, object then) =>
        new { when = new[] { new { field, op, value } }, then };
}
