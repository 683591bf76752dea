using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Signing;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake.Signing;

public sealed class ProviderSignatureTests
{
    /// <summary>The key, body, time and signature of the tests that SendGrid's libraries publish
    /// (github.com/sendgrid/sendgrid-python, test of the event webhook).</summary>
    internal const string PublishedKey =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";

    private const string Secret = "key-0123456789abcdef";
    private static readonly Instant Now = Instant.FromUnixTimeSeconds(1795510800);

    [Fact]
    public void SendGrid_SignsTimeAndBody()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var message = Signed(key, "1795510800", "body");
        Assert.Null(SendGridSignature.Check(message, [Public(key)], Now));
        Assert.Null(SendGridSignature.Check(message, [PublishedKey, Public(key)], Now));
        Assert.Equal(ProblemCode.BadSignature, SendGridSignature.Check(message, [PublishedKey], Now)!.Code);
        var other = message with { Body = "Body"u8.ToArray() };
        Assert.Equal(ProblemCode.BadSignature, SendGridSignature.Check(other, [Public(key)], Now)!.Code);
    }

    /// <summary>300 seconds either way (reference: security cases, W-01).</summary>
    [Theory]
    [InlineData(300, null)]
    [InlineData(-300, null)]
    [InlineData(301, ProblemCode.Stale)]
    [InlineData(-301, ProblemCode.Stale)]
    public void Signatures_FarFromTheirTime_AreStale(int seconds, ProblemCode? code)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = Now + Duration.FromSeconds(seconds);
        Assert.Equal(code, SendGridSignature.Check(Signed(key, "1795510800", "body"), [Public(key)], now)?.Code);
        Assert.Equal(code, MailgunSignature.Check(Form("t1", "1795510800"), [Secret], now)?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64")]
    [InlineData("MEUCIQ==")]
    public void SendGrid_WithoutASignature_IsRefused(string signature)
    {
        var message = new AlertMessage("x"u8.ToArray(), Headers(signature, "1795510800"), "");
        Assert.Equal(ProblemCode.BadSignature, SendGridSignature.Check(message, [PublishedKey], Now)!.Code);
    }

    [Fact]
    public void SendGrid_KeysAreOfOneCurve()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.True(SendGridSignature.IsKey(PublishedKey));
        Assert.False(SendGridSignature.IsKey(Public(other)));
        Assert.False(SendGridSignature.IsKey("a-secret-of-16-or-more"));
    }

    [Fact]
    public void Mailgun_SignsTimeAndToken()
    {
        Assert.Null(MailgunSignature.Check(Form("t1", "1795510800"), [Secret], Now));
        Assert.Null(MailgunSignature.Check(Form("t1", "1795510800"), ["another-secret-of-16", Secret], Now));
        Assert.Equal(ProblemCode.BadSignature, MailgunSignature.Check(Form("t1", "1795510800"), ["another"], Now)!.Code);
    }

    [Theory]
    [InlineData("body-plain=x")]
    [InlineData("timestamp=1795510800&token=t1")]
    [InlineData("timestamp=1795510800&token=t1&signature=")]
    [InlineData("timestamp=1795510800&token=t1&signature=00")]
    [InlineData("timestamp=&token=&signature=")]
    [InlineData("{}")]
    public void Mailgun_WithoutASignature_IsRefused(string body) => Assert.Equal(
        ProblemCode.BadSignature, MailgunSignature.Check(Form(body), [Secret], Now)!.Code);

    /// <summary>Two of a field: what is checked might not be what is used.</summary>
    [Fact]
    public void Mailgun_WithAFieldTwice_IsRefused()
    {
        var twice = Form(Encoding.UTF8.GetString(Form("t1", "1795510800").Body.Span) + "&token=t2");
        Assert.Equal(ProblemCode.BadSignature, MailgunSignature.Check(twice, [Secret], Now)!.Code);
    }

    internal static AlertMessage Form(string token, string time, string secret = Secret)
    {
        var hex = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(time + token)));
        return Form($"timestamp={time}&token={token}&signature={hex}");
    }

    private static AlertMessage Form(string body) => new(
        Encoding.UTF8.GetBytes(body),
        new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded" }, "");

    private static AlertMessage Signed(ECDsa key, string time, string body)
    {
        var signature = key.SignData(
            Encoding.UTF8.GetBytes(time + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new(Encoding.UTF8.GetBytes(body), Headers(Convert.ToBase64String(signature), time), "");
    }

    private static Dictionary<string, string> Headers(string signature, string time) => new()
    {
        ["X-Twilio-Email-Event-Webhook-Signature"] = signature,
        ["X-Twilio-Email-Event-Webhook-Timestamp"] = time,
    };

    private static string Public(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
}
