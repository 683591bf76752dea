using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.Json;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Limits;

/// <summary>The product with small plans, and a clock that stands: what is used up stays so until it is moved.</summary>
public sealed class LimitTests(StorageFixture storage) : IAsyncLifetime
{
    private static readonly LimitSettings Small = new(new Dictionary<string, PlanRates>(StringComparer.Ordinal)
    {
        ["free"] = new(8, 6, 5, 4, 50),
        ["standard"] = new(8, 8, 8, 8, 100),
        ["unlimited"] = new(60_000, 60_000, 60_000, 100, 100),
    }.ToFrozenDictionary(), 256);

    private readonly StorageScope _scope = storage.Scope();
    private LocalHost? _host;
    private int _tenants;

    private LocalHost Host => _host ?? throw new InvalidOperationException("The product did not start.");

    public async ValueTask InitializeAsync() =>
        _host = await DeskFixture.StartAsync(_scope, services => services.AddSingleton(Small));

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await _scope.DisposeAsync();
    }

    [Fact]
    public async Task EveryAnswer_SaysWhatMayBeAsked_AndWhatIsLeft()
    {
        using var acme = await TenantAsync("free");

        var list = await acme.Get("/v1/incidents");
        var missing = await acme.Get("/v1/incidents/inc_01JD0000000000000000000000");
        var unread = await acme.Post("/v1/incidents", new { unknown = 1 });

        Assert.Equal("\"reads\";q=8;w=60, \"reads-key\";q=4;w=60", Header(list, "RateLimit-Policy"));
        Assert.Equal("\"reads\";r=7;t=8, \"reads-key\";r=3;t=15", Header(list, "RateLimit"));
        Assert.Equal("\"reads\";r=6;t=15, \"reads-key\";r=2;t=30", Header(missing, "RateLimit"));
        Assert.Equal((HttpStatusCode.BadRequest, "\"writes\";r=5;t=10, \"writes-key\";r=2;t=20"), (unread.Status, Header(unread, "RateLimit")));
    }

    [Fact]
    public async Task ReadsThatAreUsedUp_StopNeitherWritesNorIntake()
    {
        using var acme = await TenantAsync("standard");
        var source = (await acme.Post("/v1/intake-sources", new { name = "alerts", format = "cloudevents" })).Expect(HttpStatusCode.Created);
        var door = new Uri(source.GetProperty("url").GetString()!).PathAndQuery;

        for (var read = 0; read < 8; read++) (await acme.Get("/v1/incidents")).Expect(HttpStatusCode.OK);
        var refused = await acme.Get("/v1/incidents");

        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (refused.Status, refused.Code));
        Assert.InRange(RetryAfter(refused), 8, 60);
        await acme.Report(new { title = "The printer is on fire" });
        Assert.Equal(HttpStatusCode.Accepted, (await DeliverAsync(door)).Status);
    }

    [Fact]
    public async Task AfterTheTimeThatRetryAfterSays_TheRequestPasses()
    {
        using var acme = await TenantAsync("standard");
        for (var read = 0; read < 8; read++) await acme.Get("/v1/incidents");

        var refused = await acme.Get("/v1/incidents");
        await Host.AdvanceAsync(TimeSpan.FromSeconds(RetryAfter(refused)));

        (await acme.Get("/v1/incidents")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task FloodOfOneTenant_DoesNotTouchAnother()
    {
        using var flooding = await TenantAsync("free");
        using var quiet = await TenantAsync("free");

        var flood = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => flooding.Get("/v1/incidents")));

        Assert.Equal(4, flood.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.All(flood.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal("rate_limited", answer.Code));
        (await quiet.Get("/v1/incidents")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task OneCredential_LeavesSomethingForTheOthersOfItsTenant()
    {
        using var acme = await TenantAsync("free");
        var key = (await acme.Post("/v1/api-keys", new { name = "second", role = "agent" })).Expect(HttpStatusCode.Created);
        using var second = new IncidentApi(new Uri(Host.Url), key.GetProperty("secret").GetString()!);

        for (var read = 0; read < 4; read++) (await acme.Get("/v1/incidents")).Expect(HttpStatusCode.OK);

        Assert.Equal("rate_limited", (await acme.Get("/v1/incidents")).Code);
        (await second.Get("/v1/incidents")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task IntakeFasterThanThePlan_IsRefusedUntilThereIsRoom()
    {
        using var acme = await TenantAsync("standard");
        var source = (await acme.Post("/v1/intake-sources", new { name = "alerts", format = "cloudevents" })).Expect(HttpStatusCode.Created);
        var door = new Uri(source.GetProperty("url").GetString()!).PathAndQuery;

        for (var message = 0; message < 8; message++) Assert.Equal(HttpStatusCode.Accepted, (await DeliverAsync(door)).Status);
        var refused = await DeliverAsync(door);

        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (refused.Status, refused.Code));
        Assert.Equal("\"intake\";q=8;w=60, \"intake-key\";q=8;w=60", Header(refused, "RateLimit-Policy"));
        await Host.AdvanceAsync(TimeSpan.FromSeconds(RetryAfter(refused)));
        Assert.Equal(HttpStatusCode.Accepted, (await DeliverAsync(door)).Status);
    }

    [Fact]
    public async Task WhoMayNot_UsesUpARequestAsWell()
    {
        using var acme = await TenantAsync("standard");
        var key = (await acme.Post("/v1/api-keys", new { name = "looks", role = "requester" })).Expect(HttpStatusCode.Created);
        using var requester = new IncidentApi(new Uri(Host.Url), key.GetProperty("secret").GetString()!);

        var forbidden = await requester.Get("/v1/api-keys");

        Assert.Equal((HttpStatusCode.Forbidden, "\"reads\";r=7;t=8, \"reads-key\";r=7;t=8"), (forbidden.Status, Header(forbidden, "RateLimit")));
    }

    [Fact]
    public async Task FullQuota_RefusesWhatUsesItUp_AndNothingElse()
    {
        using var acme = await TenantAsync("unlimited");
        var tenant = (await Operator().Get("/v1/operator/tenants?limit=200")).Json.GetProperty("items").EnumerateArray().Last();
        var quotas = Host.Services.GetRequiredService<QuotaStates>();
        var until = NodaTime.Instant.FromUtc(2060, 1, 1, 0, 0);

        quotas.Tell(ItsmServerless.Kernel.Ids.TenantId.From(tenant.GetProperty("id").GetString()!), [Dimensions.Records], until);
        var refused = await acme.Post("/v1/incidents", new { title = "One too many" });

        Assert.Equal((HttpStatusCode.TooManyRequests, "quota_exceeded"), (refused.Status, refused.Code));
        Assert.True(RetryAfter(refused) > 3600);
        (await acme.Get("/v1/incidents")).Expect(HttpStatusCode.OK);
        (await acme.Post("/v1/intake-sources", new { name = "alerts", format = "cloudevents" })).Expect(HttpStatusCode.Created);
    }

    private IncidentApi Operator() => new(new Uri(Host.Url), Host.OperatorKey);

    private async Task<IncidentApi> TenantAsync(string plan)
    {
        using var operations = Operator();
        var slug = $"limited-{Interlocked.Increment(ref _tenants)}";
        var tenant = (await operations.Post("/v1/operator/tenants", new { slug, name = slug, plan })).Expect(HttpStatusCode.Created);
        return new IncidentApi(new Uri(Host.Url), tenant.GetProperty("apiKey").GetProperty("secret").GetString()!);
    }

    private async Task<Answer> DeliverAsync(string door)
    {
        using var stranger = new HttpClient { BaseAddress = new Uri(Host.Url) };
        var body = JsonSerializer.Serialize(new { specversion = "1.0", id = $"{Guid.CreateVersion7()}", source = "test", type = "alarm" });
        using var content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json");
        using var response = await stranger.PostAsync(door, content);
        return await Answer.Of(response);
    }

    private static int RetryAfter(Answer answer) => (int)answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds;

    private static string Header(Answer answer, string name) => string.Join(", ", answer.Headers.GetValues(name));
}
