using System.Net;
using ItsmServerless.Kernel.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel;

/// <summary>IANA's special-purpose address registries, and what Azure keeps for itself.</summary>
public sealed class PublicAddressesTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("52.94.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("2600:1f18::1")]
    public void OpenInternet_IsPublic(string address) => Assert.True(PublicAddresses.Has(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fd12::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    public void SpecialAddress_IsNot(string address) => Assert.False(PublicAddresses.Has(IPAddress.Parse(address)));

    [Fact]
    public async Task Call_ToThisMachine_IsRefused()
    {
        using var http = new OutgoingHttp();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.Get(new("https://localhost:9/"), CancellationToken.None));
    }
}
