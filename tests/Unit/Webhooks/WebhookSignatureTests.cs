using System.Text;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Webhooks;
using NodaTime;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Xunit;

namespace ItsmServerless.Tests.Unit.Webhooks;

public sealed class WebhookSignatureTests
{
    private static readonly Instant At = Instant.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>The reference vector: github.com/standard-webhooks/standard-webhooks, libraries' tests.</summary>
    [Fact]
    public void Secret_SignsAsTheReferenceDoes() =>
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Signatures(Secret)[0]);

    [Fact]
    public void FormerSecret_SignsAsWell()
    {
        var both = Signatures("another secret of a webhook", Secret);

        Assert.Equal(3, both.Length);
        Assert.Equal(Signatures(Secret)[0], both[1]);
        Assert.NotEqual(both[0], both[1]);
    }

    [Fact]
    public void PrivateKey_SignsWhatThePublicKeyChecks()
    {
        var signature = Signatures(Secret)[^1];
        var publicKey = WebhookSignature.PublicKey(Seed);

        Assert.StartsWith("v1a,", signature, StringComparison.Ordinal);
        Assert.StartsWith("whpk_", publicKey, StringComparison.Ordinal);
        Assert.True(IsSigned(signature, publicKey, $"{Id}.1614265330."));
        Assert.False(IsSigned(signature, publicKey, $"{Id}.1614265331."));
    }

    /// <summary>RFC 8032, 7.1, test 1.</summary>
    [Fact]
    public void PublicKey_IsThatOfTheRfc() => Assert.Equal(
        "whpk_" + Convert.ToBase64String(Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")),
        WebhookSignature.PublicKey(Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")));

    [Fact]
    public void Keys_OpenForTheirTenantAndWebhookAlone()
    {
        var box = new KeyBox(new Signer(KeyRing.Parse("k:" + Convert.ToBase64String(new byte[32]))));
        var tenant = TenantId.From("ten_01JD0000000000000000000000");
        var keys = box.Make(tenant, "ops", Secret);

        Assert.Equal([Secret], box.Open(tenant, "ops", keys, At)!.Secrets);
        Assert.Null(box.Open(tenant, "other", keys, At));
        Assert.Null(box.Open(TenantId.From("ten_01JD0000000000000000000001"), "ops", keys, At));
        Assert.DoesNotContain(Secret, keys.Secret, StringComparison.Ordinal);
    }

    [Fact]
    public void RotatedKeys_OpenBothForADay()
    {
        var box = new KeyBox(new Signer(KeyRing.Parse("k:" + Convert.ToBase64String(new byte[32]))));
        var tenant = TenantId.From("ten_01JD0000000000000000000000");
        var first = box.Make(tenant, "ops", Secret);
        var second = first.Rotated(box.Make(tenant, "ops", "the second secret of ops").Secret, At);

        Assert.Equal(["the second secret of ops", Secret],
            box.Open(tenant, "ops", second, At + Duration.FromHours(24) - Duration.FromSeconds(1))!.Secrets);
        Assert.Equal(["the second secret of ops"], box.Open(tenant, "ops", second, At + Duration.FromHours(24))!.Secrets);
        Assert.Equal(first.PublicKey, second.PublicKey);
    }

    private static string[] Signatures(params string[] secrets) =>
        WebhookSignature.Of(Id, At, Body, new(secrets, Seed)).Split(' ');

    private static bool IsSigned(string signature, string publicKey, string before)
    {
        var verifier = new Ed25519Signer();
        verifier.Init(forSigning: false, new Ed25519PublicKeyParameters(Convert.FromBase64String(publicKey[5..])));
        byte[] content = [.. Encoding.UTF8.GetBytes(before), .. Body];
        verifier.BlockUpdate(content, 0, content.Length);
        return verifier.VerifySignature(Convert.FromBase64String(signature[4..]));
    }
}
