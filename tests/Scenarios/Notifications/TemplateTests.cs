using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Intake;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Notifications;

/// <summary>Mails about incidents are in the tenant's words and in the reader's language.</summary>
public sealed class TemplateTests(MailRig rig) : IClassFixture<MailRig>
{
    [Fact]
    public async Task Mail_IsInTheLanguageOfThePerson_ElseOfTheTenant_ElseInEnglish()
    {
        Assert.Contains("Have you tried water?", await Answered(rig.Person("eve"), "There is an answer to"));
        await Put("/v1/mail-settings", new { language = "de", timeZone = "Europe/Berlin" });
        Assert.Contains("Have you tried water?", await Answered(rig.Person("uwe"), "gibt es eine Antwort"));
        var fleur = rig.Person("fleur");
        await Put($"/v1/people/{fleur}", new { name = "Fleur", language = "fr" });
        Assert.Contains("lang=\"fr\"", await Answered(fleur, "Une réponse a été apportée"));
        await Put("/v1/mail-settings", new { });
        Assert.Contains("lang=\"en\"", await Answered(rig.Person("eve"), "There is an answer to"));
    }

    /// <summary>Security case B15: what people wrote is not read as a template, and not as HTML.</summary>
    [Fact]
    public async Task OwnText_IsTaken_WithWhatPeopleWroteLiterally()
    {
        await Put("/v1/mail-templates/resolved", new
        {
            texts = new { en = new { subject = "Done: {{title}} ({{number}})", body = "{{title}}\n\n{{text}}\n\nACME" } },
        });
        var ada = rig.Person("ada");
        var incident = await Reported(ada, "{{7*7}} ${7*7} <%= 7*7 %> <b>{{text}}</b>");
        await Act(incident, "resolve", new { code = "fixed", note = "{{number}} {% for x in y %}" });
        var mail = (await rig.MailsTo(ada))[^1];
        Assert.Contains("{{7*7}} ${7*7} <%= 7*7 %> <b>{{text}}</b>", MailRig.Text(mail, "subject"));
        Assert.Contains("{{number}} {% for x in y %}", MailRig.Text(mail, "text"));
        Assert.Contains("ACME", MailRig.Text(mail, "text"));
        Assert.DoesNotContain("<b>", MailRig.Text(mail, "html"));
        await Put("/v1/mail-templates/resolved", new { texts = new { } });
    }

    [Fact]
    public async Task Template_WithAnUnknownPlaceholder_IsRefused_AndVersionsAreKept()
    {
        await Put("/v1/mail-templates/written", Texts("one"));
        var refused = await rig.Admin.Send(
            HttpMethod.Put, "/v1/mail-templates/written", Texts("{{7*7}}"), ifMatch: "*");
        Assert.Equal("unknown_placeholder", MailRig.Text(
            refused.Expect(HttpStatusCode.UnprocessableEntity).GetProperty("errors")[0], "code"));
        await Put("/v1/mail-templates/written", Texts("two"));
        var first = await rig.Read("/v1/mail-templates/written?version=1");
        Assert.Equal(("one", "two"), (Body(first), Body(await rig.Read("/v1/mail-templates/written"))));
        Assert.Equal(8, (await rig.Items("/v1/mail-templates")).Length);
        var unknown = await rig.Admin.Send(HttpMethod.Put, "/v1/mail-templates/nothing", Texts("x"));
        unknown.Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Preview_ShowsTheMail_AndKeepsNothing()
    {
        var preview = await Preview("Fällig: {{due}} <b>\n\n{{details}}");
        var mail = preview.Expect(HttpStatusCode.OK);
        Assert.Equal("[INC-000042]", MailRig.Text(mail, "subject"));
        Assert.Contains("Fällig: Sonntag, 22. November 2026, 09:30 Uhr (UTC) <b>", MailRig.Text(mail, "text"));
        Assert.Contains("&lt;b&gt;", MailRig.Text(mail, "html"));
        (await rig.Admin.Get("/v1/mail-templates/breached")).Expect(HttpStatusCode.NotFound);
        (await Preview("{{x}}")).Expect(HttpStatusCode.UnprocessableEntity);
    }

    private Task<Answer> Preview(string body) => rig.Admin.Post(
        "/v1/mail-previews", new { kind = "breached", subject = "[{{number}}]", body, language = "de" });

    private static object Texts(string body) => new { texts = new { en = new { subject = "[{{number}}]", body } } };

    private static string? Body(JsonElement template) =>
        MailRig.Text(template.GetProperty("texts").GetProperty("en"), "body");

    private async Task Put(string path, object body)
    {
        var exists = (await rig.Admin.Get(path)).Status == HttpStatusCode.OK;
        (await rig.Admin.Send(HttpMethod.Put, path, body, ifMatch: exists ? "*" : null)).Expect(HttpStatusCode.OK);
    }

    /// <summary>The mail by which a requester is told of an answer, as text and HTML.</summary>
    private async Task<string> Answered(string requester, string sentence)
    {
        var incident = await Reported(requester, "Printer on fire");
        await Act(incident, "comments", new { body = "Have you tried water?" });
        var mail = (await rig.MailsTo(requester))[^1];
        Assert.Contains(sentence, MailRig.Text(mail, "text"));
        return MailRig.Text(mail, "text") + MailRig.Text(mail, "html");
    }

    private async Task<string> Reported(string requester, string title)
    {
        var body = new { title, requester = new { email = requester } };
        var reported = (await rig.Admin.Post("/v1/incidents", body)).Expect(HttpStatusCode.Created);
        await rig.Quiet();
        return MailRig.Text(reported, "id")!;
    }

    private async Task Act(string incident, string what, object body)
    {
        var done = await rig.Admin.Post($"/v1/incidents/{incident}/{what}", body, ifMatch: "*");
        Assert.True((int)done.Status is 200 or 201, done.Text);
        await rig.Quiet();
    }
}
