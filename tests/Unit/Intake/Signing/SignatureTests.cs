using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Signing;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake.Signing;

public sealed class SignatureTests
{
    /// <summary>The example of the Standard Webhooks libraries (github.com/standard-webhooks, libraries'
    /// tests).</summary>
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Body = """{"test": 2432232314}""";
    private static readonly Instant SignedAt = Instant.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void StandardWebhook_OfThePublishedExample_IsSigned() => Assert.Null(Check(Signature));

    [Theory]
    [InlineData("v1,AAAA " + Signature)]
    [InlineData("v1a,xxxx v2,yyyy " + Signature)]
    public void StandardWebhook_WithSeveralSignatures_NeedsOne(string signatures) => Assert.Null(Check(signatures));

    [Fact]
    public void StandardWebhook_WhileSecretsRotate_IsSignedByEither() =>
        Assert.Null(Check(Signature, secrets: ["another-secret-of-16", Secret]));

    [Theory]
    [InlineData("")]
    [InlineData("v1,")]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,G0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    public void StandardWebhook_WithAnotherSignature_IsRefused(string signature) =>
        Assert.Equal(ProblemCode.BadSignature, Check(signature)!.Code);

    [Fact]
    public void StandardWebhook_OverAnotherBody_IsRefused() =>
        Assert.Equal(ProblemCode.BadSignature, Check(Signature, body: """{"test":2432232314}""")!.Code);

    [Fact]
    public void StandardWebhook_UnderAnotherId_IsRefused() =>
        Assert.Equal(ProblemCode.BadSignature, Check(Signature, id: "msg_other")!.Code);

    /// <summary>300 seconds either way (reference: security cases, W-01).</summary>
    [Theory]
    [InlineData(300, false)]
    [InlineData(-300, false)]
    [InlineData(301, true)]
    [InlineData(-301, true)]
    public void StandardWebhook_FarFromItsTime_IsStale(int seconds, bool isStale)
    {
        var refusal = Check(Signature, now: SignedAt + Duration.FromSeconds(seconds));
        Assert.Equal(isStale ? ProblemCode.Stale : null, refusal?.Code);
    }

    /// <summary>The example of GitHub's documentation (docs.github.com, validating webhook deliveries).</summary>
    [Theory]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", true)]
    [InlineData("sha256=757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17", true)]
    [InlineData("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", false)]
    [InlineData("sha256=", false)]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18", false)]
    [InlineData(null, false)]
    public void GitHub_SignsTheBody(string? signature, bool isSigned) => Assert.Equal(isSigned, GitHubSignature.Check(
        Message("Hello, World!", ("X-Hub-Signature-256", signature)), ["It's a Secret to Everybody"]) is null);

    [Fact]
    public void Grafana_SignsTheBodyAlone() =>
        Assert.Null(Grafana(Hex("body"), time: null, SignedAt));

    [Fact]
    public void Grafana_WithATime_SignsBoth()
    {
        Assert.Null(Grafana(Hex("1614265330:body"), "1614265330", SignedAt));
        Assert.Equal(ProblemCode.Stale, Grafana(Hex("1614265330:body"), "1614265330", SignedAt + Duration.FromHours(1))!.Code);
        Assert.Equal(ProblemCode.BadSignature, Grafana(Hex("body"), "1614265330", SignedAt)!.Code);
        Assert.Equal(ProblemCode.BadSignature, Grafana(Hex("x:body"), "x", SignedAt)!.Code);
    }

    [Theory]
    [InlineData("Bearer the-secret-of-a-source", true)]
    [InlineData("Basic YW55Ym9keTp0aGUtc2VjcmV0LW9mLWEtc291cmNl", true)] // anybody:the-secret-of-a-source
    [InlineData("Bearer the-secret-of-a-sourcE", false)]
    [InlineData("Basic !!!", false)]
    [InlineData("Basic YQ==", false)]
    [InlineData("Digest the-secret-of-a-source", false)]
    [InlineData("the-secret-of-a-source", false)]
    [InlineData(null, false)]
    public void SharedSecret_IsShownInAuthorization(string? header, bool isShown) => Assert.Equal(isShown,
        SharedSecret.Check(Message("", ("Authorization", header)), ["the-secret-of-a-source"]) is null);

    private static Problem? Check(
        string signature, string body = Body, string id = "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant? now = null,
        string[]? secrets = null) => StandardWebhookSignature.Check(
        Message(body, ("webhook-id", id), ("webhook-timestamp", "1614265330"), ("webhook-signature", signature)),
        secrets ?? [Secret], now ?? SignedAt);

    private static Problem? Grafana(string signature, string? time, Instant now) => GrafanaSignature.Check(
        Message("body", ("X-Grafana-Alerting-Signature", signature), ("X-Grafana-Alerting-Signature-Timestamp", time)),
        ["grafanas-secret-1"], now);

    private static string Hex(string signed) => Convert.ToHexStringLower(
        System.Security.Cryptography.HMACSHA256.HashData("grafanas-secret-1"u8, Encoding.UTF8.GetBytes(signed)));

    private static AlertMessage Message(string body, params (string Name, string? Value)[] headers) => new(
        Encoding.UTF8.GetBytes(body), headers.Where(header => header.Value is not null)
            .ToDictionary(header => header.Name, header => header.Value!, StringComparer.OrdinalIgnoreCase), "rcp_1");
}
