using System.Net;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Local;
using ItsmServerless.Notifications;
using ItsmServerless.Tenants;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using ItsmServerless.Tests.Scenarios.ServiceLevels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Notifications;

/// <summary>What becomes of a card when its channel does not take it.</summary>
public sealed class CardDeliveryTests(StorageFixture storage) : IAsyncLifetime
{
    private static readonly TeamsCard Card = TeamsCard.Of(new("x", [new Paragraph("y")]));

    private readonly StorageScope _scope = storage.Scope();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    [Fact]
    public async Task Card_SentTwice_IsPostedOnce_ToEachChannel()
    {
        await using var workflows = await Workflows.StartAsync();
        await using var host = await StartAsync(workflows);
        var tenant = await PutChannels(host, workflows, "ops", "boss");
        await Send(host, tenant, "ops", "boss", "ops");
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        await Send(host, tenant, "ops");
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, workflows.Posts.Count);
        Assert.Equal(2, workflows.Posts.Distinct().Count());
    }

    [Fact]
    public async Task BusyChannel_IsAskedAgain_AfterAsLongAsItSays()
    {
        await using var workflows = await Workflows.StartAsync((429, "Retry-After", "60"));
        await using var host = await StartAsync(workflows);
        await Send(host, await PutChannels(host, workflows, "ops"), "ops");
        await host.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Single(workflows.Posts);
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(2, workflows.Posts.Count);
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Single(workflows.Posts.Distinct());
        Assert.Equal(2, workflows.Posts.Count);
    }

    [Fact]
    public async Task BrokenChannel_IsAskedAgain_LaterEachTime()
    {
        await using var workflows = await Workflows.StartAsync((503, null, null), (500, null, null));
        await using var host = await StartAsync(workflows);
        await Send(host, await PutChannels(host, workflows, "ops"), "ops");
        await host.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.Equal(2, workflows.Posts.Count);
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(3, workflows.Posts.Count);
    }

    [Theory]
    [InlineData(400, null, null)]
    [InlineData(401, null, null)]
    [InlineData(404, null, null)]
    [InlineData(302, "Location", "http://127.0.0.1:1/elsewhere")] // It is not followed.
    public async Task RefusedCard_IsNotTriedAgain(int status, string? header, string? value)
    {
        await using var workflows = await Workflows.StartAsync((status, header, value));
        await using var host = await StartAsync(workflows);
        var tenant = await PutChannels(host, workflows, "ops");
        await Send(host, tenant, "ops");
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await Send(host, tenant, "ops");
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Single(workflows.Posts);
    }

    [Fact]
    public async Task Channel_ThatIsGone_HoldsUpNothing()
    {
        await using var workflows = await Workflows.StartAsync();
        await using var host = await StartAsync(workflows);
        var tenant = await PutChannels(host, workflows, "ops");
        await Send(host, tenant, "gone", "ops");
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Single(workflows.Posts);
    }

    private Task<LocalHost> StartAsync(Workflows workflows) => DeskFixture.StartAsync(
        _scope, services => services.Replace(ServiceDescriptor.Singleton(new TeamsSettings([".logic.azure.com"], workflows.Url))));

    private static async Task<TenantId> PutChannels(LocalHost host, Workflows workflows, params string[] keys)
    {
        using var api = await DeskFixture.TenantAsync(host, "acme");
        foreach (var key in keys)
            (await api.Put($"/v1/teams-channels/{key}", new { name = key, url = workflows.Url + key })).Expect(HttpStatusCode.OK);
        using var operations = new IncidentApi(new Uri(host.Url), host.OperatorKey);
        return TenantId.From(IncidentApi.IdOf(Assert.Single(await operations.All("/v1/operator/tenants"))));
    }

    private static async Task Send(LocalHost host, TenantId tenant, params string[] channels)
    {
        var cards = host.Services.GetRequiredService<TeamsCards>();
        foreach (var channel in channels) await cards.Send(tenant, channel, Card, "inc_1/2/warned", CancellationToken.None);
    }
}
