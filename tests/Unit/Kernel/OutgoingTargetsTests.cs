using System.Net;
using ItsmServerless.Kernel.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel;

public sealed class OutgoingTargetsTests
{
    private static readonly OutgoingTargets Azure = new([443, 8443], "itsm.example.com", MayStayHere: false);
    private static readonly OutgoingTargets Laptop = Azure with { MayStayHere = true };

    [Theory]
    [InlineData("https://hooks.example.org/itsm?team=1")]
    [InlineData("https://hooks.example.org:8443/")]
    [InlineData("https://bücher.example/hook")]
    public void Address_InTheOpenInternet_IsTaken(string url) => Assert.Null(Azure.Flaw(url));

    /// <summary>Reference of security cases, W-03 and D6; what .NET reads as an address it calls one.</summary>
    [Theory]
    [InlineData("http://hooks.example.org/")]
    [InlineData("ftp://hooks.example.org/")]
    [InlineData("https://hooks.example.org:22/")]
    [InlineData("https://user:secret@hooks.example.org/")]
    [InlineData("https://hooks.example.org/#part")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://127.1/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[64:ff9b::a00:1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://168.63.129.16/machine")]
    [InlineData("https://localhost/")]
    [InlineData("https://localhost./")]
    [InlineData("https://desk.localhost/")]
    [InlineData("https://printer.local/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://intranet/")]
    [InlineData("https://itsm.example.com/v1/incidents")]
    [InlineData("https://ITSM.example.com/v1/incidents")]
    [InlineData("/hook")]
    [InlineData("//hooks.example.org/")]
    [InlineData("hooks.example.org")]
    [InlineData("")]
    public void OtherAddresses_AreRefused(string url) => Assert.NotNull(Azure.Flaw(url));

    [Theory]
    [InlineData("http://127.0.0.1:7071/_local/hooks/ops")]
    [InlineData("http://localhost:3000/")]
    public void ThisMachine_IsTaken_OnALaptopAlone(string url)
    {
        Assert.Null(Laptop.Flaw(url));
        Assert.NotNull(Azure.Flaw(url));
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("fd00::1")]
    public void InnerAddress_IsNeverCalled(string address)
    {
        Assert.False(Azure.MayCall(IPAddress.Parse(address)));
        Assert.False(Laptop.MayCall(IPAddress.Parse(address)));
        Assert.True(Laptop.MayCall(IPAddress.Loopback));
        Assert.False(Azure.MayCall(IPAddress.Loopback));
    }
}
