using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Azure.Core;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Local;
using ItsmServerless.Metering;
using ItsmServerless.Metering.Marketplace;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Metering;

/// <summary>The whole product and an endpoint that goes wrong in every way: every unit arrives exactly once.</summary>
public sealed partial class MarketplaceTests(StorageFixture storage) : IAsyncLifetime
{
    private const string Resource = "37f9dea2-4345-438f-b0bd-03d40d28c7e0";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly StorageScope _scope = storage.Scope();
    private MarketplaceEndpoint _endpoint = null!;
    private LocalHost _host = null!;
    private TenantId _tenant;
    private int _units;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await MarketplaceEndpoint.StartAsync();
        var settings = Settings(_endpoint);
        _host = await DeskFixture.StartAsync(_scope, services => services.AddSingleton(settings).AddSingleton<TokenCredential>(new FixedToken()));
        _endpoint.Now = () => _host.Clock!.GetUtcNow();
        _tenant = await TenantAsync("subscribed");
        await NameAsync(_tenant, new { resourceId = Resource.ToUpperInvariant(), planId = "gold" });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _endpoint.DisposeAsync();
        await _scope.DisposeAsync();
    }

    [Fact]
    public async Task HourThatIsOver_IsToldOnce_AndOnlyOfTenantsWithASubscription()
    {
        var other = await TenantAsync("unsubscribed");
        await UseAsync(_tenant, Dimensions.Records, 3, _host.Clock!.GetUtcNow());
        await UseAsync(other, Dimensions.Records, 5, _host.Clock.GetUtcNow());

        await _host.AdvanceAsync(Hour * 5);

        Assert.Equal((3m, Resource, "records"), (Assert.Single(_endpoint.Taken).Value, _endpoint.Taken.Keys.Single().Resource, _endpoint.Taken.Keys.Single().Dimension));
        Assert.Equal([1], _endpoint.Calls);
        var row = Assert.Single(await ListAsync("?state=sent"));
        Assert.Equal((_tenant.Value, 3m, "gold"), (row.GetProperty("tenant").GetString(), row.GetProperty("theirs").GetDecimal(), row.GetProperty("planId").GetString()));
    }

    [Fact]
    public async Task LostAnswersSilenceAndOutages_LeaveEveryUnitThereOnce()
    {
        foreach (var next in new[] { NextCall.LosesItsAnswer, NextCall.Hangs, NextCall.LosesItsAnswer }) _endpoint.Next.Enqueue(next);
        foreach (var hour in Enumerable.Range(0, 8))
        {
            await UseAsync(_tenant, Dimensions.Records, hour + 1, _host.Clock!.GetUtcNow());
            _endpoint.Away = hour is 4 or 5 ? (hour == 4 ? 503 : 401, null) : null;
            await _host.AdvanceAsync(Hour);
        }
        await _host.AdvanceAsync(Hour * 2);

        Assert.Equal((8, 36m), (_endpoint.Taken.Count, _endpoint.Taken.Values.Sum()));
        Assert.Equal(8, (await ListAsync("?state=sent")).Count);
        Assert.Equal(8, (await ListAsync("")).Count);
    }

    [Fact]
    public async Task RetryAfter_IsWaitedFor()
    {
        await UseAsync(_tenant, Dimensions.Records, 1, _host.Clock!.GetUtcNow());
        _endpoint.Away = (429, "10800");
        await _host.AdvanceAsync(Hour * 2);
        _endpoint.Away = null;
        Assert.Equal([1], _endpoint.Calls);

        await _host.AdvanceAsync(Hour);
        Assert.Equal([1], _endpoint.Calls);
        await _host.AdvanceAsync(Hour * 3);

        Assert.Equal([1, 1], _endpoint.Calls);
        Assert.Single(_endpoint.Taken);
    }

    [Fact]
    public async Task SixtyEvents_GoInBatchesOfAtMostTwentyFive()
    {
        var begin = _host.Clock!.GetUtcNow();
        await _host.AdvanceAsync(Hour * 21);
        foreach (var hour in Enumerable.Range(0, 20))
        {
            foreach (var dimension in new[] { Dimensions.Records, Dimensions.Events, Dimensions.Notifications })
                await UseAsync(_tenant, dimension, 1, begin + (Hour * hour));
        }

        await _host.AdvanceAsync(Hour);

        Assert.Equal(60, _endpoint.Taken.Count);
        Assert.Equal(60, _endpoint.Calls.Sum());
        Assert.All(_endpoint.Calls, events => Assert.InRange(events, 1, 25));
        Assert.Equal(60, (await ListAsync("?state=sent", 7)).Count);
    }

    [Fact]
    public async Task WhatIsOlderThanADay_IsLost_AndListed()
    {
        await UseAsync(_tenant, Dimensions.Records, 4, _host.Clock!.GetUtcNow());
        var unseen = _host.Clock.GetUtcNow();
        _endpoint.Away = (503, null);
        await _host.AdvanceAsync(Hour * 27);
        await UseAsync(_tenant, Dimensions.Events, 2, unseen);
        _endpoint.Away = null;

        await _host.AdvanceAsync(Hour * 2);

        Assert.Empty(_endpoint.Taken);
        Assert.Equal([2m, 4m], (await ListAsync("?state=lost")).Select(row => row.GetProperty("quantity").GetDecimal()).Order());
    }

    [Fact]
    public async Task UnitsThatComeLater_AndOtherQuantitiesOfTheirs_AreToReconcile()
    {
        var begin = _host.Clock!.GetUtcNow();
        await UseAsync(_tenant, Dimensions.Records, 2, begin);
        await UseAsync(_tenant, Dimensions.Events, 5, begin);
        _endpoint.Taken[(Resource, "events", new(begin.Year, begin.Month, begin.Day, begin.Hour, 0, 0, TimeSpan.Zero))] = 7;
        await _host.AdvanceAsync(Hour * 2);
        await UseAsync(_tenant, Dimensions.Records, 1, begin);

        await _host.AdvanceAsync(Hour);

        var rows = (await ListAsync("?state=reconcile")).ToDictionary(row => row.GetProperty("dimension").GetString()!);
        Assert.Equal((2m, 3m, 2m), Numbers(rows[Dimensions.Records]));
        Assert.Equal((5m, 5m, 7m), Numbers(rows[Dimensions.Events]));
        Assert.Single(_endpoint.Calls);
    }

    [Fact]
    public async Task Subscription_IsShown_MergedAndTakenAway()
    {
        using var operations = Operator();
        var path = $"/v1/operator/tenants/{_tenant}";

        await NameAsync(_tenant, new { planId = "silver" });
        var named = (await operations.Get(path)).Expect(HttpStatusCode.OK).GetProperty("marketplace");
        await NameAsync(_tenant, null);

        Assert.Equal((Resource, "silver"), (named.GetProperty("resourceId").GetString(), named.GetProperty("planId").GetString()));
        Assert.Equal(JsonValueKind.Null, (await operations.Get(path)).Json.GetProperty("marketplace").ValueKind);
        foreach (var wrong in new object[] { new { resourceId = "mine", planId = "gold" }, new { planId = "gold" }, new { resourceId = Resource, planId = "a b" } })
        {
            var refused = await operations.Send(HttpMethod.Patch, path, new { marketplace = wrong }, ifMatch: "*");
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation_failed"), (refused.Status, refused.Code));
        }
        Assert.Equal("invalid_parameter", (await operations.Get("/v1/operator/marketplace?state=gone")).Code);
        Assert.Equal("invalid_parameter", (await operations.Get("/v1/operator/marketplace?from=2026-01-01&to=2026-03-01")).Code);
        Assert.Equal("invalid_cursor", (await operations.Get("/v1/operator/marketplace?cursor=x")).Code);
    }

    internal static MarketplaceSettings Settings(MarketplaceEndpoint endpoint) => new(
        new Dictionary<string, string>
        {
            [Dimensions.Records] = "records",
            [Dimensions.Events] = "events",
            [Dimensions.Notifications] = "mails",
        }.ToFrozenDictionary(), endpoint.Url)
    {
        Patience = TimeSpan.FromSeconds(3),
    };

    private static (decimal Quantity, decimal Counted, decimal Theirs) Numbers(JsonElement row) => (
        row.GetProperty("quantity").GetDecimal(), row.GetProperty("counted").GetDecimal(), row.GetProperty("theirs").GetDecimal());

    private IncidentApi Operator() => new(new Uri(_host.Url), _host.OperatorKey);

    private async Task<TenantId> TenantAsync(string slug)
    {
        using var operations = Operator();
        var made = (await operations.Post("/v1/operator/tenants", new { slug, name = slug, plan = "standard" })).Expect(HttpStatusCode.Created);
        return TenantId.From(made.GetProperty("id").GetString()!);
    }

    private async Task NameAsync(TenantId tenant, object? marketplace)
    {
        using var operations = Operator();
        (await operations.Send(HttpMethod.Patch, $"/v1/operator/tenants/{tenant}", new { marketplace }, ifMatch: "*")).Expect(HttpStatusCode.OK);
    }

    private async Task UseAsync(TenantId tenant, string dimension, int units, DateTimeOffset at)
    {
        var meter = _host.Services.GetRequiredService<UsageMeter>();
        for (var unit = 0; unit < units; unit++)
            await meter.Count(tenant, dimension, $"unit-{_units++}", Instant.FromDateTimeOffset(at), default);
    }

    private async Task<List<JsonElement>> ListAsync(string query, int limit = 200)
    {
        using var operations = Operator();
        return await operations.All($"/v1/operator/marketplace{query}", limit);
    }
}
