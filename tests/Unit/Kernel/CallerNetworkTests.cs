using System.Collections.Immutable;
using System.Net;
using ItsmServerless.Kernel.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel;

public sealed class CallerNetworkTests
{
    [Theory]
    [InlineData("", "198.51.100.9", null, "198.51.100.9")]
    [InlineData("", "198.51.100.9", "10.0.0.1", "198.51.100.9")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.5", "203.0.113.5")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.66, 203.0.113.5", "203.0.113.5")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.5, 10.0.0.2", "203.0.113.5")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.5:51234", "203.0.113.5")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "[2001:db8::7]:443", "2001:db8::7")]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.1", "::ffff:203.0.113.5", "203.0.113.5")]
    [InlineData("10.0.0.0/8", "198.51.100.9", "203.0.113.5", "198.51.100.9")]
    [InlineData("10.0.0.0/8,::1/128", "::1", "203.0.113.5,10.1.1.1", "203.0.113.5")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "unknown", null)]
    [InlineData("10.0.0.0/8", "10.0.0.1", null, "10.0.0.1")]
    public void Address_IsWhatTheLastTrustedProxyHeard(string trusted, string connection, string? forwarded, string? expected)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(connection);
        if (forwarded is not null) http.Request.Headers["X-Forwarded-For"] = forwarded;

        Assert.Equal(expected, Of(trusted).AddressOf(http)?.ToString());
    }

    [Fact]
    public void AnUnreadableAddress_IsInNoNetwork()
    {
        var http = new DefaultHttpContext();

        Assert.False(Of("").IsWithin(http, [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")]));
        Assert.True(Of("").IsWithin(http, ImmutableArray<IPNetwork>.Empty));
    }

    private static CallerNetwork Of(string trusted) => CallerNetwork.Of(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Network:TrustedProxies"] = trusted }).Build());
}
