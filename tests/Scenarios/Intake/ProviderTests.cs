using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using Xunit;
using static ItsmServerless.Tests.Scenarios.Intake.GivenProviders;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>Mails that providers pass on: from the door to the incident.</summary>
public sealed class ProviderTests(AlertRig rig) : IClassFixture<AlertRig>
{
    public static TheoryData<string> Ways =>
        ["mime", "sendgrid", "sendgrid-raw", "mailgun", "mailgun-mime", "postmark"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Mail_ByAnyWay_BecomesAnIncident(string way)
    {
        var mail = New();
        var receipt = await Deliver(Of(way, mail));
        Assert.Equal("processed", MailRig.Text(receipt, "state"));
        var incident = await rig.Read($"/v1/incidents/{MailRig.RecordOf(receipt)}");
        Assert.Equal(
            ("Printer on fire", "It burns.", mail.From),
            (MailRig.Text(incident, "title"), MailRig.Text(incident, "description"),
                MailRig.Text(incident.GetProperty("requester"), "email")));
    }

    /// <summary>The address of the answer is in the envelope alone, as with Bcc and catch-all routes.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Answer_ToASignedAddress_IsAComment(string way)
    {
        if (way == "mime") return; // It has no envelope: the address is in a header.
        var mail = New();
        var incident = MailRig.RecordOf(await Deliver(Of(way, mail)));
        var sent = (await rig.Items($"/_local/mail?to={Uri.EscapeDataString(mail.From)}"))[^1];
        var address = MailRig.Text(sent.GetProperty("headers"), "Reply-To")!.Split('<', '>')[1];
        var answer = await Deliver(Of(way, New() with { From = mail.From, To = address, Text = "It is out." }));
        Assert.Equal(incident, MailRig.RecordOf(answer));
        Assert.Equal("signed_address", MailRig.Text(answer, "reason"));
    }

    [Fact]
    public async Task SameMail_ByEveryWayAtOnce_IsOneIncident()
    {
        var mail = New();
        var all = Ways.Select(way => Of(way.Data, mail)).ToList();
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var format in all.Select(posted => posted.Format).Distinct()) paths[format] = await rig.Open(format);
        var answers = await Task.WhenAll(all.Concat(all).Select(posted => Post(paths[posted.Format], posted)));
        await rig.Quiet();
        var receipts = new List<JsonElement>();
        foreach (var id in answers.Select(answer => MailRig.ReceiptIn(answer.Json)).Distinct())
            receipts.Add(await rig.Read($"/v1/intake/receipts/{id}"));
        Assert.Single(receipts.Select(MailRig.RecordOf).Distinct());
        Assert.Single(receipts, receipt => MailRig.Text(receipt, "state") == "processed");
        Assert.Equal(Ways.Count - 1, receipts.Count(receipt => MailRig.Text(receipt, "state") == "duplicate"));
    }

    [Fact]
    public async Task File_OfAForm_IsAttached()
    {
        var incident = MailRig.RecordOf(await Deliver(WithFile(New())));
        Assert.Equal("log.txt", MailRig.Text(Assert.Single(await rig.Items($"/v1/incidents/{incident}/attachments")), "name"));
    }

    [Theory]
    [InlineData("sendgrid", HttpStatusCode.Accepted)]
    [InlineData("mailgun", HttpStatusCode.OK)]
    [InlineData("postmark", HttpStatusCode.OK)]
    public async Task Acceptance_IsToldAsTheProviderKnowsIt(string way, HttpStatusCode status) =>
        Assert.Equal(status, (await Post(await rig.Open(way), Of(way, New()))).Status);

    /// <summary>What would be refused again must not be sent again.</summary>
    [Theory]
    [InlineData("sendgrid", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("mailgun", HttpStatusCode.NotAcceptable)]
    [InlineData("postmark", HttpStatusCode.Forbidden)]
    public async Task Refusal_IsToldAsTheProviderKnowsIt(string format, HttpStatusCode status) =>
        (await Post(await rig.Open(format), new(format, "", "text/html", "x"))).Refused(status, "unsupported_media_type");

    [Fact]
    public async Task BodyOverTheLimit_IsNotSentAgain() =>
        (await Post(await rig.Open("mailgun"), new("mailgun", "", "application/x-www-form-urlencoded", new('x', (25 << 20) + 1))))
            .Refused(HttpStatusCode.NotAcceptable, "payload_too_large");

    [Fact]
    public async Task Garbage_IsQuarantined_KeptAsItCame_AndTakenUpAgain()
    {
        var posted = new Posted("postmark", "", "application/json", "{\"Subject\":\"" + rig.NewKey() + "\"}");
        var receipt = await Deliver(posted);
        Assert.Equal("quarantined", MailRig.Text(receipt, "state"));
        var path = $"/v1/intake/receipts/{MailRig.Text(receipt, "id")}";
        Assert.Equal(posted.Body, (await rig.Admin.Get($"{path}/raw")).Text);
        (await rig.Admin.Post($"{path}/replay")).Expect(HttpStatusCode.Accepted);
        await rig.Quiet();
        Assert.Equal("quarantined", MailRig.Text(await rig.Read(path), "state"));
    }

    [Fact]
    public async Task MailgunToken_IsGoodForOneBody_AlsoWhenManyComeAtOnce()
    {
        var path = await rig.Open("mailgun", Secret);
        var (token, mail) = (rig.NewKey(), New());
        var all = Enumerable.Range(0, 8).Select(n => Of("mailgun", mail with { Text = $"Text {n}" }, token, rig.Now));
        var answers = await Task.WhenAll(all.Select(posted => Post(path, posted)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => answer.Refused(HttpStatusCode.Unauthorized, "bad_signature"));
        await rig.Quiet();
        Assert.Single(
            await rig.Items("/v1/incidents?limit=200"),
            incident => incident.GetProperty("requester").ToString().Contains(mail.From, StringComparison.Ordinal));
    }

    [Fact]
    public async Task MailgunMessage_SentTwice_IsAnsweredAsTheFirstTime()
    {
        var path = await rig.Open("mailgun", Secret);
        var posted = Of("mailgun", New(), rig.NewKey(), rig.Now);
        var first = (await Post(path, posted)).Expect(HttpStatusCode.OK);
        Assert.Equal(MailRig.ReceiptIn(first), MailRig.ReceiptIn((await Post(path, posted)).Expect(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task MailgunMessage_OfAnHourAgo_OrUnsigned_IsRefused()
    {
        var path = await rig.Open("mailgun", Secret);
        (await Post(path, Of("mailgun", New(), rig.NewKey(), rig.Now.AddHours(-1))))
            .Refused(HttpStatusCode.Unauthorized, "stale");
        (await Post(path, Of("mailgun", New()))).Refused(HttpStatusCode.Unauthorized, "bad_signature");
    }

    [Fact]
    public async Task SendGridMessage_IsCheckedByThePublicKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var path = await rig.Open("sendgrid", Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
        var posted = Of("sendgrid", New());
        (await Post(path, posted)).Refused(HttpStatusCode.Unauthorized, "bad_signature");
        var time = $"{rig.Now.ToUnixTimeSeconds()}";
        var signature = Convert.ToBase64String(key.SignData(
            Encoding.UTF8.GetBytes(time + posted.Body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        var signed = await rig.Post(path, posted.Body, ("Content-Type", posted.Type),
            ("X-Twilio-Email-Event-Webhook-Signature", signature), ("X-Twilio-Email-Event-Webhook-Timestamp", time));
        signed.Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task PostmarkMessage_IsCheckedByThePasswordOfTheUrl()
    {
        var path = await rig.Open("postmark", Secret);
        var posted = Of("postmark", New());
        (await Post(path, posted)).Refused(HttpStatusCode.Unauthorized, "bad_signature");
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"postmark:{Secret}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(posted.Body, Encoding.UTF8, posted.Type),
            Headers = { Authorization = new("Basic", basic) },
        };
        Assert.Equal(HttpStatusCode.OK, await rig.Tool.StatusOf(request));
    }

    [Fact]
    public async Task MailOfAProvider_CanBeTriedOut()
    {
        var source = (await rig.Admin.Post("/v1/intake-sources", new { name = "x", format = "postmark" }))
            .Expect(HttpStatusCode.Created);
        var path = $"/v1/intake-sources/{MailRig.Text(source, "id")}/try";
        var good = await rig.Admin.Post(path, new { body = Of("postmark", New()).Body });
        Assert.Equal("processed", MailRig.Text(good.Expect(HttpStatusCode.OK), "state"));
        var bad = await rig.Admin.Post(path, new { body = "{}" });
        Assert.Equal("quarantined", MailRig.Text(bad.Expect(HttpStatusCode.OK), "state"));
    }

    private Sent New() => new($"{rig.NewKey()}@example.org", $"{rig.NewKey()}@mail.example.org");

    private Task<Answer> Post(string path, Posted posted) =>
        rig.Post(path + posted.Ending, posted.Body, ("Content-Type", posted.Type));

    private async Task<JsonElement> Deliver(Posted posted)
    {
        var answer = await Post(await rig.Open(posted.Format), posted);
        Assert.True((int)answer.Status is 200 or 202, answer.Text);
        await rig.Quiet();
        return await rig.Read($"/v1/intake/receipts/{MailRig.ReceiptIn(answer.Json)}");
    }
}
