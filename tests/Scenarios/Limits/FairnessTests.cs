using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Limits;

/// <summary>Two tenants, one of which asks for more than the product can work on. The clock stands: nobody's patience ends,
/// and only what the tests let go goes on.</summary>
public sealed class FairnessTests(StorageFixture storage) : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly StorageScope _scope = storage.Scope();
    private readonly Dam _dam = new();
    private LocalHost? _host;

    private LocalHost Host => _host ?? throw new InvalidOperationException("The product did not start.");

    private Workload Work => Host.Services.GetRequiredService<Workload>();

    public async ValueTask InitializeAsync() =>
        _host = await DeskFixture.StartAsync(_scope, services => services
            .AddSingleton(LimitSettings.Of(new ConfigurationBuilder().Build())).AddSingleton<HttpPipelinePolicy>(_dam));

    public async ValueTask DisposeAsync()
    {
        _dam.Open();
        if (_host is not null) await _host.DisposeAsync();
        await _scope.DisposeAsync();
    }

    [Fact]
    public async Task WhileOneTenantHasFilledItsPlaces_AnotherIsAnsweredAtOnce()
    {
        using var flooding = await DeskFixture.TenantAsync(Host, "flooding");
        using var quiet = await DeskFixture.TenantAsync(Host, "quiet");
        await Task.WhenAll(flooding.Get("/v1/incidents"), quiet.Get("/v1/incidents")); // Both keys are remembered.
        _dam.Hold(TableNames.Of(await TenantOf("flooding"), ""));

        var flood = Enumerable.Range(0, 40).Select(_ => flooding.Get("/v1/incidents")).ToArray();
        await Until(() => Work.UnderWay == 16);

        for (var asked = 0; asked < 5; asked++)
            (await quiet.Get("/v1/incidents").WaitAsync(Deadline)).Expect(HttpStatusCode.OK);
        await quiet.Report(new { title = "The printer is on fire" }).WaitAsync(Deadline);
        Assert.All(flood, one => Assert.False(one.IsCompleted));
        _dam.Open();
        Assert.All(await Task.WhenAll(flood), answer => answer.Expect(HttpStatusCode.OK));
        await Until(() => Work.UnderWay == 0);
    }

    [Fact]
    public async Task OneTenantsReads_LeavePlacesForItsOwnWrites()
    {
        using var acme = await DeskFixture.TenantAsync(Host, "acme");
        await acme.Get("/v1/incidents");
        _dam.Hold(TableNames.Of(await TenantOf("acme"), TableNames.Open));

        var reads = Enumerable.Range(0, 40).Select(_ => acme.Get("/v1/incidents")).ToArray();
        await Until(() => Work.UnderWay == 16);

        (await acme.Post("/v1/api-keys", new { name = "second", role = "agent" }).WaitAsync(Deadline)).Expect(HttpStatusCode.Created);
        _dam.Open();
        await Task.WhenAll(reads);
    }

    [Fact]
    public async Task WhileAcceptedWorkWaitsTooLong_TheFloodIsRefused_AndReadsAndOthersAreNot()
    {
        using var flooding = await DeskFixture.TenantAsync(Host, "flooding");
        using var quiet = await DeskFixture.TenantAsync(Host, "quiet");
        await Host.AdvanceAsync(TimeSpan.FromSeconds(1)); // What made the tenants is no longer of this second.
        await Late();

        var flood = new List<Answer>();
        for (var asked = 0; asked < 10; asked++) flood.Add(await flooding.Post("/v1/incidents", new { title = "It burns" }));

        Assert.Single(flood, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(flood.Skip(1), Refused);
        (await flooding.Get("/v1/incidents")).Expect(HttpStatusCode.OK);
        await quiet.Report(new { title = "The printer is on fire" });
        await Host.AdvanceAsync(TimeSpan.FromSeconds(5)); // By then nothing waits.
        await flooding.Report(new { title = "It burns" });
        await flooding.Report(new { title = "It burns still" });
    }

    private static void Refused(Answer answer)
    {
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "overloaded"), (answer.Status, answer.Code));
        Assert.InRange((int)answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    /// <summary>As if a consumer found, for more than a second, nothing that did not wait for ten.</summary>
    private async Task Late()
    {
        var backlog = Host.Services.GetRequiredService<Backlog>();
        backlog.Took("test", TimeSpan.FromSeconds(10));
        await Host.AdvanceAsync(TimeSpan.FromSeconds(1.5));
        backlog.Took("test", TimeSpan.FromSeconds(10));
    }

    private async Task<TenantId> TenantOf(string slug)
    {
        using var operations = new IncidentApi(new Uri(Host.Url), Host.OperatorKey);
        var tenants = (await operations.Get("/v1/operator/tenants?limit=200")).Json.GetProperty("items").EnumerateArray();
        return TenantId.From(tenants.Single(one => one.GetProperty("slug").GetString() == slug).GetProperty("id").GetString()!);
    }

    private static async Task Until(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!condition()) await Task.Delay(5, deadline.Token);
    }

    /// <summary>Holds back storage calls to tables until it is opened.</summary>
    private sealed class Dam : HttpPipelinePolicy
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile string? _held;

        public void Hold(string tables) => _held = tables;

        public void Open() => _open.TrySetResult();

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The product makes no blocking calls.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (_held is { } tables && message.Request.Uri.Path.Contains(tables, StringComparison.Ordinal)) await _open.Task;
            await ProcessNextAsync(message, pipeline);
        }
    }
}
