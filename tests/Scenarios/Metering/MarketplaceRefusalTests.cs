using System.Net;
using System.Text.Json;
using ItsmServerless.Kernel.Limits;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Metering;

/// <summary>What is refused, and the last hours of who leaves.</summary>
public sealed partial class MarketplaceTests
{
    [Fact]
    public async Task Refusal_IsShownWithItsReason_AndHoldsUpNothingElse()
    {
        _endpoint.Refused["records"] = "ResourceNotAuthorized";
        await UseAsync(_tenant, Dimensions.Records, 1, _host.Clock!.GetUtcNow());
        await UseAsync(_tenant, Dimensions.Events, 2, _host.Clock.GetUtcNow());

        await _host.AdvanceAsync(Hour * 4);

        Assert.Equal(2, _endpoint.Calls.First());
        Assert.All(_endpoint.Calls.Skip(1), events => Assert.Equal(1, events));
        Assert.Equal("events", Assert.Single(_endpoint.Taken).Key.Dimension);
        var refused = Assert.Single(await ListAsync("?state=refused"));
        Assert.StartsWith("ResourceNotAuthorized", refused.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_IsToldAFewTimesMore_AndTakenOnceItsReasonIsGone()
    {
        _endpoint.Refused["records"] = "ResourceNotActive";
        await UseAsync(_tenant, Dimensions.Records, 3, _host.Clock!.GetUtcNow());
        await _host.AdvanceAsync(Hour * 3);
        Assert.Single(await ListAsync("?state=refused"));

        _endpoint.Refused.Clear();
        await _host.AdvanceAsync(Hour * 5);

        Assert.Equal(3m, Assert.Single(_endpoint.Taken).Value);
        Assert.Equal(JsonValueKind.Null, Assert.Single(await ListAsync("?state=sent")).GetProperty("reason").ValueKind);
        Assert.Empty(await ListAsync("?state=refused"));
    }

    [Fact]
    public async Task RefusalThatStays_IsToldFiveTimes_UntilTheOperatorWantsItAgain()
    {
        using var operations = Operator();
        _endpoint.Refused["records"] = "ResourceNotAuthorized";
        await UseAsync(_tenant, Dimensions.Records, 1, _host.Clock!.GetUtcNow());
        await _host.AdvanceAsync(Hour * 20);
        Assert.Equal([1, 1, 1, 1, 1], _endpoint.Calls);

        _endpoint.Refused.Clear();
        var other = (await operations.Post("/v1/operator/marketplace/resend", new { tenant = "ten_none" })).Expect(HttpStatusCode.Accepted);
        var again = await operations.Post("/v1/operator/marketplace/resend", idempotencyKey: "again");
        await _host.AdvanceAsync(Hour);
        var repeated = await operations.Post("/v1/operator/marketplace/resend", idempotencyKey: "again");

        Assert.Equal((0, 0), Resent(other));
        Assert.Equal((1, 0), Resent(again.Expect(HttpStatusCode.Accepted)));
        Assert.Equal(again.Bytes, repeated.Bytes);
        Assert.Equal(1m, Assert.Single(_endpoint.Taken).Value);
        Assert.Single(await ListAsync("?state=sent"));
    }

    [Fact]
    public async Task RefusalOfYesterday_StaysRefused_AndSaysSo()
    {
        using var operations = Operator();
        _endpoint.Refused["records"] = "ResourceNotAuthorized";
        await UseAsync(_tenant, Dimensions.Records, 1, _host.Clock!.GetUtcNow());
        await _host.AdvanceAsync(Hour * 26);
        _endpoint.Refused.Clear();
        Assert.Equal((0, 1), Resent((await operations.Post("/v1/operator/marketplace/resend")).Expect(HttpStatusCode.Accepted)));
        await _host.AdvanceAsync(Hour * 2);
        Assert.Single(await ListAsync("?state=refused"));
        Assert.Empty(_endpoint.Taken);
    }

    [Fact]
    public async Task SubscriptionThatIsTakenAway_HasItsLastHoursTold_AndNoLater()
    {
        await UseAsync(_tenant, Dimensions.Records, 2, _host.Clock!.GetUtcNow());
        await NameAsync(_tenant, null);
        await _host.AdvanceAsync(Hour * 2);
        await UseAsync(_tenant, Dimensions.Records, 5, _host.Clock.GetUtcNow());
        await _host.AdvanceAsync(Hour * 5);
        Assert.Equal(2m, Assert.Single(_endpoint.Taken).Value);
    }

    [Fact]
    public async Task TenantThatLeaves_HasItsLastHoursTold()
    {
        using var operations = Operator();
        await UseAsync(_tenant, Dimensions.Records, 2, _host.Clock!.GetUtcNow());
        (await operations.Send(HttpMethod.Delete, $"/v1/operator/tenants/{_tenant}", ifMatch: "*")).Expect(HttpStatusCode.Accepted);
        await _host.AdvanceAsync(Hour * 5);
        Assert.Equal("ended", (await operations.Get($"/v1/operator/tenants/{_tenant}")).Json.GetProperty("state").GetString());
        Assert.Equal(2m, Assert.Single(_endpoint.Taken).Value);
    }

    private static (int Count, int TooOld) Resent(JsonElement answer) =>
        (answer.GetProperty("count").GetInt32(), answer.GetProperty("tooOld").GetInt32());
}
