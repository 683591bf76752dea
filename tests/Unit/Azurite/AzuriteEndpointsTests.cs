using ItsmServerless.Local.Azurite;
using Xunit;

namespace ItsmServerless.Tests.Unit.Azurite;

public sealed class AzuriteEndpointsTests
{
    private const string BlobLine = "Azurite Blob service is successfully listening at http://127.0.0.1:42267\n";
    private const string QueueLine = "Azurite Queue service is successfully listening at http://127.0.0.1:45949\n";
    private const string TableLine = "Azurite Table service is successfully listening at http://127.0.0.1:36517\n";

    [Theory]
    [InlineData("")]
    [InlineData("Azurite Blob service is starting at http://127.0.0.1:0\n")]
    [InlineData(BlobLine)]
    [InlineData(BlobLine + QueueLine)]
    public void Find_BeforeBothServicesListen_FindsNothing(string log) => Assert.Null(AzuriteEndpoints.Find(log));

    [Fact]
    public void Find_OnceBothListen_GivesTheirPorts()
    {
        var endpoints = AzuriteEndpoints.Find(BlobLine + QueueLine + TableLine)!;
        Assert.Equal(42267, endpoints.Blob.Port);
        Assert.Equal(36517, endpoints.Table.Port);
    }

    [Fact]
    public void ConnectionString_NamesTheAccountInBothEndpoints()
    {
        var text = AzuriteEndpoints.Find(BlobLine + QueueLine + TableLine)!.ConnectionString;
        Assert.Contains("BlobEndpoint=http://127.0.0.1:42267/devstoreaccount1;", text, StringComparison.Ordinal);
        Assert.Contains("TableEndpoint=http://127.0.0.1:36517/devstoreaccount1;", text, StringComparison.Ordinal);
    }
}
