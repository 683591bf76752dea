using ItsmServerless.Kernel.Auth;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel;

public sealed class SignerTests
{
    private static readonly string Old = "k1:" + Convert.ToBase64String(new byte[32]);
    private static readonly string New = "k2:" + Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]);
    private readonly Signer signer = new(KeyRing.Parse(Old));

    [Fact]
    public void Token_IsVerifiedForItsPurposeOnly()
    {
        var token = signer.Sign("approval", "hello"u8);

        Assert.Equal("hello"u8.ToArray(), signer.Verify("approval", token));
        Assert.Null(signer.Verify("cursor", token));
    }

    [Fact]
    public void Token_WithAnyCharacterChanged_IsRefused()
    {
        var token = signer.Sign("approval", "hello, world"u8);

        var accepted = Enumerable.Range(0, token.Length).SelectMany(place => "Ab0-_.=é".Where(c => c != token[place])
            .Select(c => token[..place] + c + token[(place + 1)..])).Where(changed => signer.Verify("approval", changed) is not null);

        Assert.Empty(accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("k1..")]
    [InlineData("k9.aGVsbG8.aGVsbG8")]
    [InlineData("none.aGVsbG8.")]
    public void Nonsense_IsRefused(string token) => Assert.Null(signer.Verify("approval", token));

    [Fact]
    public void OldKey_VerifiesUntilItIsTakenAway()
    {
        var token = signer.Sign("approval", "hello"u8);

        Assert.NotNull(new Signer(KeyRing.Parse($"{New},{Old}")).Verify("approval", token));
        Assert.Null(new Signer(KeyRing.Parse(New)).Verify("approval", token));
    }

    [Fact]
    public void SealedText_OpensInItsContextOnly()
    {
        var box = signer.Seal("cursor", "tenant a", "row 5");

        Assert.Equal("row 5", signer.Open("cursor", "tenant a", box));
        Assert.Null(signer.Open("cursor", "tenant b", box));
        Assert.Null(signer.Open("other", "tenant a", box));
        Assert.Null(signer.Open("cursor", "tenant a", box[..^2] + "AA"));
    }

    [Theory]
    [InlineData("k1")]
    [InlineData("k1:short")]
    [InlineData("k1:AAAA")]
    [InlineData("k_1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void BrokenRing_IsRefused(string text) => Assert.Throws<FormatException>(() => KeyRing.Parse(text));
}
