using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Metering;
using ItsmServerless.Metering.Marketplace;
using ItsmServerless.Tenants;
using ItsmServerless.Tests.Scenarios.Changes;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Metering;

/// <summary>The export dies at any of its storage calls, or loses the answer of one; the next goes on.</summary>
public sealed class MarketplaceCrashTests(StorageFixture storage, ITestOutputHelper output)
{
    private readonly WallTime _time = new();

    [Fact]
    public async Task CrashAtAnyCall_AndTheNextRound_TellEveryUnitOnce()
    {
        await using var scope = storage.Scope();
        await using var endpoint = await MarketplaceEndpoint.StartAsync();
        endpoint.Now = _time.GetUtcNow;
        var tenant = await SubscribedAsync(scope);
        var hours = 0;
        foreach (var kind in new[] { Fault.DieBefore, Fault.DieAfter, Fault.LoseAnswer })
        {
            var isOver = false;
            for (var call = 1; !isOver; call++, hours++)
            {
                await using (var meter = Process(scope)) await meter.Get<UsageMeter>().Count(tenant, Dimensions.Records, $"unit-{hours}", _time.Now, default);
                _time.GoOn(_time.Now + Duration.FromMinutes(80));
                isOver = await RunAsync(scope, endpoint, call, kind);
                _time.GoOn(_time.Now + Duration.FromMinutes(20));
                await RunAsync(scope, endpoint, 0, Fault.None);
                _time.GoOn(_time.Now + Duration.FromMinutes(20));
                await RunAsync(scope, endpoint, 0, Fault.None);
            }
        }

        output.WriteLine($"{hours} rounds, {endpoint.Calls.Count} calls of the Marketplace, {endpoint.Taken.Count} events taken.");
        Assert.True(hours > 15, $"It would be no sweep with {hours} rounds.");
        Assert.Equal((hours, (decimal)hours), (endpoint.Taken.Count, endpoint.Taken.Values.Sum()));
        await using var reader = Process(scope);
        var (from, to) = (WallTime.Start.InUtc().Date, _time.Now.InUtc().Date);
        var sent = await reader.Get<SubmissionBook>().List(SubmissionState.Sent, from, to, new(200, null), default);
        Assert.Equal(hours, sent.Value.Items.Count);
    }

    /// <returns>Whether the round has fewer calls than the one that goes wrong.</returns>
    private async Task<bool> RunAsync(StorageScope scope, MarketplaceEndpoint endpoint, int call, Fault kind)
    {
        await using var process = Process(scope);
        var settings = MarketplaceTests.Settings(endpoint);
        using var api = new MarketplaceApi(settings, new FixedToken(), process.Get<Clock>());
        var export = new MarketplaceExport(
            settings, process.Get<MeteredTenants>(), process.Get<UsageLedger>(), process.Get<CallFlush>(), process.Get<SubmissionBook>(),
            api, process.Get<Clock>(), NullLogger<MarketplaceExport>.Instance);
        process.Faults.Set(call, kind);
        var failure = await Record.ExceptionAsync(() => export.Run(default));
        if (kind == Fault.None) Assert.Null(failure);
        return process.Faults.Calls < call;
    }

    private async Task<TenantId> SubscribedAsync(StorageScope scope)
    {
        await using var process = Process(scope);
        await process.Tables.CreateShared(default);
        var made = await process.Get<TenantMaker>().Make(Ask(new CreateTenant("acme", "Acme", "standard"), "make"), default);
        var subscription = new EditedMarketplace(new("37f9dea2-4345-438f-b0bd-03d40d28c7e0"), new("gold"));
        var named = await process.Get<TenantDirectory>().Change(
            made.Value.Id.Value, Ask(new ChangeTenant(null, null, new(subscription)), "name"), default);
        Assert.Null(named.Problem);
        return TenantId.From(made.Value.Id.Value);
    }

    private Request<T> Ask<T>(T body, string key) where T : class => new(
        new(TenantId.Operator, Role.Operator, "key", null), body,
        KernelUnderTest.Command(TenantId.Operator, CommandId.FromKey(key), _time.Now), key);

    private KernelUnderTest Process(StorageScope scope) => new(storage.ConnectionString, scope.Prefix, new RecordingBus(), _time);
}
