using System.Net;
using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Tests.Scenarios.Approvals;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>What the door asks of alerts, and what it answers in the language of their senders.</summary>
public sealed class AlertDoorTests(AlertRig rig) : IClassFixture<AlertRig>
{
    private const string Secret = "a-secret-of-16-or-more";

    [Fact]
    public async Task PagerDuty_IsAnsweredInItsOwnShape_ByUrlAndByRoutingKey()
    {
        var source = await rig.Open("pagerduty");
        var (key, token) = (rig.NewKey(), source.Split('/')[^1]);
        var byUrl = (await rig.Post(source, AlertRig.PagerDuty(key, "trigger"))).Expect(HttpStatusCode.Accepted);
        var byKey = (await rig.Post("/v2/enqueue", AlertRig.PagerDuty(key, "trigger", token))).Expect(HttpStatusCode.Accepted);
        foreach (var answer in (System.Text.Json.JsonElement[])[byUrl, byKey])
        {
            Assert.Equal(
                ("success", "Event processed", key),
                (MailRig.Text(answer, "status"), MailRig.Text(answer, "message"), MailRig.Text(answer, "dedup_key")));
        }
        await rig.Quiet();
        Assert.Single(await rig.IncidentsOf(key));
    }

    [Fact]
    public async Task PagerDuty_WithoutAKey_GetsOne_ThatResolves()
    {
        var source = await rig.Open("pagerduty");
        var key = MailRig.Text((await rig.Post(source, AlertRig.PagerDuty(null, "trigger"))).Expect(HttpStatusCode.Accepted), "dedup_key")!;
        await rig.Quiet();
        await rig.Post(source, AlertRig.PagerDuty(key, "resolve"));
        await rig.Quiet();
        Assert.Equal("resolved", MailRig.Text(Assert.Single(await rig.IncidentsOf(key)), "state"));
    }

    [Theory]
    [InlineData("{}", "routing_key")]
    [InlineData("{\"routing_key\":\"unknown\"}", "routing_key")]
    [InlineData("no json", "routing_key")]
    public async Task PagerDuty_ThatIsNone_IsRefusedInItsOwnShape(string body, string named)
    {
        var answer = (await rig.Post("/v2/enqueue", body)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal("invalid event", MailRig.Text(answer, "status"));
        Assert.Contains(named, answer.GetProperty("errors")[0].GetString());
    }

    [Fact]
    public async Task PagerDuty_WithoutAnAction_IsNotKept()
    {
        var answer = (await rig.Post(await rig.Open("pagerduty"), "{}")).Expect(HttpStatusCode.BadRequest);
        Assert.Contains("event_action", answer.GetProperty("errors")[0].GetString());
    }

    [Fact]
    public async Task CloudEvents_AskBeforeTheySend()
    {
        var asked = new StringContent("") { Headers = { { "WebHook-Request-Origin", "eventgrid.azure.net" }, { "WebHook-Request-Rate", "120" } } };
        var answer = await rig.Tool.Send(HttpMethod.Options, await rig.Open("cloudevents"), asked);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("eventgrid.azure.net", Assert.Single(answer.Headers.GetValues("WebHook-Allowed-Origin")));
        Assert.Equal("120", Assert.Single(answer.Headers.GetValues("WebHook-Allowed-Rate")));
    }

    [Fact]
    public async Task OtherFormats_AllowNoOrigin()
    {
        var asked = new StringContent("") { Headers = { { "WebHook-Request-Origin", "eventgrid.azure.net" } } };
        var answer = await rig.Tool.Send(HttpMethod.Options, await rig.Open("pagerduty"), asked);
        Assert.False(answer.Headers.Contains("WebHook-Allowed-Origin"));
    }

    [Fact]
    public async Task CloudEvent_InBinaryMode_KeepsItsHeaders_AndIsTakenOnce()
    {
        var (source, subject) = (await rig.Open("cloudevents"), rig.NewKey());
        (string, string)[] headers =
        [
            ("ce-specversion", "1.0"), ("ce-id", subject), ("ce-source", "/tests"), ("ce-type", "disk.firing"),
            ("ce-subject", subject),
        ];
        var first = await rig.Send(source, """{"title":"Disk"}""", headers);
        var again = await rig.Send(source, """{"title":"Disk"}""", headers);
        Assert.Equal(MailRig.Text(first, "id"), MailRig.Text(again, "id"));
        Assert.Single(await rig.IncidentsOf($"/tests|{subject}"));
    }

    [Fact]
    public async Task StandardWebhook_IsCheckedOnItsBytes_AndTakenOnce()
    {
        var (source, key) = (await rig.Open("standard-webhook", Secret), rig.NewKey());
        var body = $$"""{"type":"monitor.firing",  "data":{"key":"{{key}}","title":"Disk"} }""";
        var first = await rig.Send(source, body, Signed("msg_1", body));
        var again = await rig.Send(source, body, Signed("msg_1", body));
        Assert.Equal(MailRig.Text(first, "id"), MailRig.Text(again, "id"));
        (await rig.Post(source, body + " ", Signed("msg_2", body))).Refused(HttpStatusCode.Unauthorized, "bad_signature");
        (await rig.Post(source, body)).Refused(HttpStatusCode.Unauthorized, "bad_signature");
        (await rig.Post(source, body, Signed("msg_3", body, rig.Now.AddMinutes(-6)))).Refused(HttpStatusCode.Unauthorized, "stale");
        Assert.Single(await rig.IncidentsOf(key));
    }

    [Fact]
    public async Task Secret_Rotates_WithADaysOverlap()
    {
        var source = await rig.Open("standard-webhook", Secret);
        var id = MailRig.Text((await rig.Items("/v1/intake-sources")).Single(
            one => MailRig.Text(one, "url")!.EndsWith(source, StringComparison.Ordinal)), "id");
        (await rig.Admin.Send(HttpMethod.Patch, $"/v1/intake-sources/{id}", new { secret = "another-secret-of-16" }, "*"))
            .Expect(HttpStatusCode.OK);
        await Sends(HttpStatusCode.Accepted, Secret);
        await Sends(HttpStatusCode.Accepted, "another-secret-of-16");
        await rig.Pass("P1DT1S");
        await Sends(HttpStatusCode.Unauthorized, Secret);
        await Sends(HttpStatusCode.Accepted, "another-secret-of-16");

        async Task Sends(HttpStatusCode expected, string secret)
        {
            var body = $$"""{"type":"monitor.firing","data":{"key":"{{rig.NewKey()}}"} }""";
            Assert.Equal(expected, (await rig.Post(source, body, Signed(rig.NewKey(), body, secret: secret))).Status);
        }
    }

    [Fact]
    public async Task SharedSecret_MustBeShown()
    {
        var source = await rig.Open("alertmanager", Secret);
        var body = AlertRig.Prometheus(rig.NewKey(), "firing");
        (await rig.Post(source, body)).Refused(HttpStatusCode.Unauthorized, "bad_signature");
        using var shown = new Caller(rig.Url, Secret);
        (await shown.Post(source, new StringContent(body, Encoding.UTF8, "application/json"))).Expect(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("alertmanager", "text/plain")]
    [InlineData("cloudevents", "text/plain")]
    [InlineData("json", "application/xml")]
    public async Task WrongType_IsRefused(string format, string type) =>
        (await rig.Post(await rig.Open(format), "{}", ("Content-Type", type)))
            .Refused(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");

    [Fact]
    public async Task Body_ByteOverTheLimit_IsRefused() =>
        (await rig.Post(await rig.Open("json"), new string(' ', (4 << 20) + 1)))
            .Refused(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");

    [Fact]
    public async Task Sns_UnsignedOrOfAnotherHost_IsRefused_AndNobodyIsCalled()
    {
        var source = await rig.Open("sns");
        (await rig.Post(source, "{}", ("Content-Type", "text/plain"))).Refused(HttpStatusCode.Unauthorized, "bad_signature");
        (await rig.Post(source, """
            {"Type":"Notification","MessageId":"m","Message":"x","Timestamp":"2026-11-24T09:00:00Z","TopicArn":"arn",
             "SignatureVersion":"2","Signature":"AAAA","SigningCertURL":"https://169.254.169.254/x.pem"}
            """)).Refused(HttpStatusCode.Unauthorized, "bad_signature");
        Assert.Empty(rig.Outside.Asked);
    }

    private (string Name, string Value)[] Signed(string id, string body, DateTimeOffset? at = null, string secret = Secret)
    {
        var time = (at ?? rig.Now).ToUnixTimeSeconds();
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{id}.{time}.{body}"));
        return [("webhook-id", id), ("webhook-timestamp", $"{time}"), ("webhook-signature", $"v1,{Convert.ToBase64String(hash)}")];
    }
}
