using System.Net;
using System.Text;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Signing;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake.Signing;

public sealed class SnsSignatureTests
{
    /// <summary>The form of the signed text (docs.aws.amazon.com, sns-verify-signature-of-message).</summary>
    [Fact]
    public void SignedText_HasTheFieldsInAlphabeticalOrder() => Assert.Equal(
        "Message\nHello\nMessageId\nm\nTimestamp\nt\nTopicArn\na\nType\nNotification\n",
        Encoding.UTF8.GetString(SnsSignature.Canonical(new Dictionary<string, string>
        {
            ["Type"] = "Notification",
            ["TopicArn"] = "a",
            ["MessageId"] = "m",
            ["Message"] = "Hello",
            ["Timestamp"] = "t",
            ["UnsubscribeURL"] = "not signed",
        })));

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Message_OfEitherVersion_IsSigned(string version)
    {
        using var sns = new SnsDouble();
        Assert.Null(await Check(sns, sns.Notification(version)));
        Assert.Null(await Check(sns, sns.Notification(version, subject: null)));
    }

    [Theory]
    [InlineData("Message", "Another")]
    [InlineData("Subject", "Another")]
    [InlineData("TopicArn", "arn:aws:sns:eu-west-1:1:other")]
    [InlineData("Signature", "AAAA")]
    [InlineData("Signature", "!!!")]
    [InlineData("SignatureVersion", "1")]
    [InlineData("SignatureVersion", "3")]
    [InlineData("SigningCertURL", "https://evil.example/cert.pem")]
    [InlineData("SigningCertURL", "http://sns.eu-west-1.amazonaws.com/x.pem")]
    [InlineData("SigningCertURL", "https://sns.eu-west-1.amazonaws.com/x.pem?y")]
    [InlineData("SigningCertURL", "https://sns.eu-west-1.amazonaws.com/a/../../x")]
    [InlineData("SigningCertURL", "https://sns.eu-west-1.amazonaws.com.evil.example/x.pem")]
    [InlineData("Type", "SubscriptionConfirmation")]
    public async Task ForgedMessage_IsRefused(string field, string value)
    {
        using var sns = new SnsDouble();
        var refusal = await Check(sns, sns.Notification(forge: fields => fields[field] = value));
        Assert.Equal(ProblemCode.BadSignature, refusal!.Code);
    }

    [Fact]
    public async Task AddressesThatAreNotAmazons_AreNotCalled()
    {
        using var sns = new SnsDouble();
        await Check(sns, sns.Notification(forge: fields => fields["SigningCertURL"] = "https://169.254.169.254/x.pem"));
        Assert.Equal(0, sns.Asked);
    }

    [Fact]
    public async Task Certificate_IsFetchedOnce()
    {
        using var sns = new SnsDouble();
        var signature = Signature(sns);
        for (var time = 0; time < 3; time++) Assert.Null(await Check(signature, sns.Notification()));
        Assert.Equal(1, sns.Asked);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "no certificate")]
    [InlineData(HttpStatusCode.Found, "")]
    [InlineData(HttpStatusCode.NotFound, "")]
    public async Task CertificateThatCannotBeHad_IsNone(HttpStatusCode status, string body)
    {
        using var sns = new SnsDouble { Instead = (status, body) };
        Assert.Equal(ProblemCode.BadSignature, (await Check(sns, sns.Notification()))!.Code);
    }

    [Fact]
    public async Task CertificateOfAnotherName_OrExpired_IsNone()
    {
        using var other = new SnsDouble("evil.example");
        using var expired = new SnsDouble(validForDays: -1);
        Assert.Equal(ProblemCode.BadSignature, (await Check(other, other.Notification()))!.Code);
        Assert.Equal(ProblemCode.BadSignature, (await Check(expired, expired.Notification()))!.Code);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    [InlineData(-5, false)]
    [InlineData(-6, true)]
    public async Task MessageOfLongAgo_IsStale(int minutes, bool isStale)
    {
        using var sns = new SnsDouble();
        var refusal = await Check(Signature(sns), sns.Notification(), now: SnsDouble.Now + Duration.FromMinutes(minutes));
        Assert.Equal(isStale ? ProblemCode.Stale : null, refusal?.Code);
    }

    [Fact]
    public async Task TopicThatMayNotSend_IsRefused()
    {
        using var sns = new SnsDouble();
        Assert.Null(await Check(Signature(sns), sns.Notification(), [SnsDouble.Topic]));
        Assert.Equal(ProblemCode.Forbidden, (await Check(Signature(sns), sns.Notification(), ["arn:other"]))!.Code);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"Type\":1}")]
    [InlineData("{\"Message\":\"\\ud800\"}")]
    public async Task BodyThatIsNoMessage_IsRefused(string body)
    {
        using var sns = new SnsDouble();
        Assert.Equal(ProblemCode.BadSignature, (await Check(sns, Encoding.UTF8.GetBytes(body)))!.Code);
    }

    [Fact]
    public async Task Subscription_IsSignedToo_AndConfirmedByAVisit()
    {
        using var sns = new SnsDouble { Instead = null };
        Assert.Null(await Check(sns, sns.Confirmation("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription")));
        using var refusing = new SnsDouble { Instead = (HttpStatusCode.Forbidden, "") };
        using var http = new OutgoingHttp(refusing);
        var end = await new SnsSubscriptions(http).Confirm(new("https://sns.eu-west-1.amazonaws.com/"), default);
        Assert.StartsWith("confirmation_refused", Assert.IsType<ReceiptQuarantined>(end).Reason);
    }

    private static SnsSignature Signature(SnsDouble sns) => new(new(new OutgoingHttp(sns)));

    private static Task<Problem?> Check(SnsDouble sns, byte[] body) => Check(Signature(sns), body);

    private static Task<Problem?> Check(SnsSignature signature, byte[] body, string[]? topics = null, Instant? now = null) =>
        signature.Check(
            new(body, new Dictionary<string, string>(), "rcp_1"), topics ?? [], now ?? SnsDouble.Now, CancellationToken.None);
}
