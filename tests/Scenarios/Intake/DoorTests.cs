using System.Net;
using System.Text;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>What the door refuses, what is kept aside, and who may look.</summary>
public sealed class DoorTests(MailRig rig) : IClassFixture<MailRig>
{
    private const string Type = "message/rfc822";

    [Theory]
    [InlineData("/in/nothing")]
    [InlineData("/in/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/in/%25%27%20or%201%20eq%201")]
    public async Task UnknownToken_IsNotFound(string path) =>
        (await MailRig.Post(rig.Server, path, "x")).Refused(HttpStatusCode.NotFound, "not_found");

    [Fact]
    public async Task TypeThatIsNoMail_IsRefused() =>
        (await MailRig.Post(rig.Server, rig.Mailbox, "{}", "application/json")).Refused(
            HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");

    [Fact]
    public async Task Body_ByteOverTheLimit_IsRefused() =>
        (await MailRig.Post(rig.Server, rig.Mailbox, new byte[(25 << 20) + 1], Type))
            .Refused(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");

    [Fact]
    public async Task EmptyBody_IsRefused() => (await MailRig.Post(rig.Server, rig.Mailbox, [], Type))
        .Refused(HttpStatusCode.UnprocessableEntity, "validation_failed");

    [Theory]
    [InlineData("garbage", "not_a_message")]
    [InlineData("Subject: nobody\r\n\r\nx", "not_a_message")]
    public async Task BadMail_IsQuarantined_AndOthersFlowOn(string mail, string reason)
    {
        var bad = await rig.Deliver(mail);
        Assert.Equal("quarantined", MailRig.Text(bad, "state"));
        Assert.StartsWith(reason, MailRig.Text(bad, "reason"));
        Assert.Contains(
            MailRig.Text(bad, "id"),
            (await rig.Items("/v1/intake/receipts?state=quarantined")).Select(item => MailRig.Text(item, "id")));
        var good = await rig.Deliver(MailRig.Mail(rig.Person("ada"), rig.NewMessageId(), "It burns."));
        Assert.Equal("processed", MailRig.Text(good, "state"));
    }

    [Fact]
    public async Task Replay_OfAQuarantinedMail_TakesItUpAgain()
    {
        var bad = await rig.Deliver($"garbage {rig.NewMessageId()}");
        var path = $"/v1/intake/receipts/{MailRig.Text(bad, "id")}";
        var replayed = (await rig.Admin.Post($"{path}/replay")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("accepted", MailRig.Text(replayed, "state"));
        await rig.Quiet();
        Assert.Equal("quarantined", MailRig.Text(await rig.Read(path), "state"));
    }

    [Fact]
    public async Task BombedMail_IsQuarantined()
    {
        var parts = string.Concat(Enumerable.Repeat("--b\r\n\r\nx\r\n", 100_000));
        var receipt = await rig.Deliver(MailRig.Mail(
            "ada@example.org", rig.NewMessageId(), parts, more: "Content-Type: multipart/mixed; boundary=b\r\n"));
        Assert.Equal("mime_limits: more than 1000 parts", MailRig.Text(receipt, "reason"));
    }

    [Fact]
    public async Task UnknownFormat_IsRefused() =>
        (await rig.Admin.Post("/v1/intake-sources", new { name = "x", format = "fax" }))
            .Refused(HttpStatusCode.UnprocessableEntity, "validation_failed");

    [Fact]
    public async Task Source_IsShownAgainWithItsUrl()
    {
        var urls = (await rig.Items("/v1/intake-sources")).Select(source => MailRig.Text(source, "url")!);
        Assert.Contains(urls, url => url.EndsWith(rig.Mailbox, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Receipt_SaysWhatWasKept()
    {
        var mail = MailRig.Mail(rig.Person("ada"), rig.NewMessageId(), "It burns.");
        var raw = (await rig.Deliver(mail)).GetProperty("raw");
        Assert.Equal(Encoding.UTF8.GetByteCount(mail), raw.GetProperty("bytes").GetInt64());
    }

    [Theory]
    [InlineData("/v1/intake/receipts/rcp_01JDAAAAAAAAAAAAAAAAAAAAAA", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/v1/intake/receipts/'", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/v1/intake-sources/src_01JDAAAAAAAAAAAAAAAAAAAAAA", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/v1/intake/receipts?state=lost", HttpStatusCode.BadRequest, "invalid_parameter")]
    public async Task UnknownThings_AreRefused(string path, HttpStatusCode status, string code) =>
        (await rig.Admin.Get(path)).Refused(status, code);
}
