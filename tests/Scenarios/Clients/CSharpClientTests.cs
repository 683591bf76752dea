using ItsmServerless.Client;
using ItsmServerless.Client.Models;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Clients;

public sealed class CSharpClientTests(ClientFixture product) : IClassFixture<ClientFixture>
{
    [Fact]
    public async Task Refusal_IsThrownAsTheProblemItIs()
    {
        var itsm = ItsmApi.Connect(new Uri(product.Url), await product.KeyAsync());
        var refused = await Assert.ThrowsAsync<ProblemDocument>(
            () => itsm.V1.Incidents.PostAsync(new ReportIncident { Title = "" }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("validation_failed", refused.Code);
        Assert.Equal("/title", Assert.Single(refused.Errors!).Pointer);
        Assert.Equal(422, refused.ResponseStatusCode);
    }

    [Fact]
    public async Task Post_ThatIsSentAgain_HasTheSameKeyEachTime()
    {
        await using var server = await ThrottlingServer.StartAsync();
        var itsm = ItsmApi.Connect(server.Url, "key");
        var incident = await itsm.V1.Incidents.PostAsync(
            new ReportIncident { Title = "Fire" }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("inc_1", incident!.Id);
        Assert.Equal(2, server.Keys.Count);
        Assert.Single(server.Keys.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Words_ListsAndTimes_AreTyped()
    {
        var cancel = TestContext.Current.CancellationToken;
        var itsm = ItsmApi.Connect(new Uri(product.Url), await product.KeyAsync());
        var made = await itsm.V1.Incidents.PostAsync(
            new ReportIncident { Title = "Fire", Impact = "high", Tags = ["a", "b"] }, cancellationToken: cancel);
        var read = await itsm.V1.Incidents[made!.Number].GetAsync(cancellationToken: cancel);

        Assert.Equal(IncidentState.New, read!.State);
        Assert.Equal(Priority.P2, read.Priority);
        Assert.Equal(["a", "b"], read.Tags!);
        Assert.Equal(made.CreatedAt, read.CreatedAt);
    }
}
