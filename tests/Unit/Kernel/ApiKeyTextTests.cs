using CsCheck;
using ItsmServerless.Kernel.Auth;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel;

public sealed class ApiKeyTextTests
{
    [Fact]
    public void AnyKey_ReadsBack() => Gen.Byte.Array[48].Sample(bytes =>
    {
        var key = ApiKeyText.Of(bytes.AsSpan(0, 16), bytes.AsSpan(16));
        Assert.Equal(key, ApiKeyText.Read(key.Write("local"), "local"));
    });

    [Fact]
    public void Key_HasTheDocumentedShape() =>
        Assert.Matches("^itsm_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$", ApiKeyText.Of(new byte[16], new byte[32]).Write("live"));

    [Fact]
    public void WrongChecksum_IsRefusedBeforeAnyLookUp()
    {
        var text = ApiKeyText.Of(new byte[16], new byte[32]).Write("live");

        Assert.Null(ApiKeyText.Read(text[..^1] + (text[^1] == 'a' ? 'b' : 'a'), "live"));
        Assert.Null(ApiKeyText.Read(text.Replace("live", "test", StringComparison.Ordinal), "test"));
    }

    [Fact]
    public void KeyOfAnotherEnvironment_IsRefusedBeforeAnyLookUp()
    {
        var key = ApiKeyText.Of(new byte[16], new byte[32]);

        Assert.Null(ApiKeyText.Read(key.Write("local"), "live"));
        Assert.Equal(key, ApiKeyText.Read(key.Write("live"), "live"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("itsm_")]
    [InlineData("itsm_a_b_c")]
    [InlineData("ghp_000000000000")]
    public void OtherText_IsNoKey(string text) => Assert.Null(ApiKeyText.Read(text, "live"));

    [Fact]
    public void Hash_TellsTheSecret()
    {
        var (one, other) = (ApiKeyText.Of(new byte[16], new byte[32]), ApiKeyText.Of(new byte[16], [.. Enumerable.Repeat((byte)1, 32)]));

        Assert.True(one.Matches(one.Hash, other.Hash));
        Assert.True(one.Matches(other.Hash, one.Hash));
        Assert.False(other.Matches(one.Hash, one.Hash));
    }
}
