using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>The process dies at a storage call between the making of a tenant and its end, at one after the other; the
/// next finishes.</summary>
/// <remarks>At every eighth call; at every one: <c>ITSM_CRASH_STEP=1</c>.</remarks>
public sealed class CrashSweepTests(StorageFixture storage, ITestOutputHelper output)
{
    private static readonly int Step =
        int.TryParse(Environment.GetEnvironmentVariable("ITSM_CRASH_STEP"), out var step) ? step : 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tenant_IsMade_AndLeavesNothing_WhereverTheProcessDies(int fault)
    {
        await using var scope = storage.Scope();
        await using (var founder = Process(scope)) await founder.Tables.CreateShared(default);
        // Dead after a call is dead before the next: the two sweeps meet calls halfway between each other's.
        var (call, deaths) = (fault == (int)Fault.DieBefore ? 1 : 1 + (Step / 2), 0);
        for (; await Dies(scope, (Fault)fault, call); call += Step) deaths++;
        output.WriteLine($"{(Fault)fault}: {deaths} deaths, the last at call {call - Step}");
        Assert.InRange(call, 80, 400); // It would be no sweep if the way took fewer calls.
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(StorageScope scope, Fault fault, int call)
    {
        var script = new DepartureScript($"t{call}");
        Exception? failure;
        await using (var first = Process(scope))
        {
            first.Faults.Set(call, fault);
            failure = await Record.ExceptionAsync(() => script.Run(first));
            if (failure is null) output.WriteLine($"{first.Faults.Calls} calls in all");
        }
        Assert.True(failure is null or ProcessDied or AggregateException { InnerExceptions: [ProcessDied, ..] }, $"{failure}");
        await using var next = Process(scope);
        await next.Sweeper.Sweep(atStart: true, default);
        await script.Run(next);
        await next.Sweeper.Sweep(atStart: true, default);
        await CheckAsync(scope, next, script);
        return failure is not null;
    }

    private static async Task CheckAsync(StorageScope scope, KernelUnderTest process, DepartureScript script)
    {
        var record = await process.Log.Find<Tenant, TenantEvent>(TenantId.Operator, RecordId.From(script.Tenant.Value), default);
        Assert.Equal(TenantState.Ended, record!.State.State);
        Assert.Equal(TableNames.OfTenants.Count, record.State.Departure!.Removed!.Tables);
        Assert.Equal(["blob exp_.zip", "directory: id", "tenants: tenant"], await TenantTraces.OfAsync(scope, script.Tenant.Value));
        var zip = await process.Get<ItsmServerless.Tenants.Exports.ExportBlobs>().Zip(script.Tenant, script.Export.Export).DownloadContentAsync();
        var file = new ExportFile(zip.Value.Content.ToArray());
        file.CheckManifest();
        Assert.Equal(2, file.Lines("records/api_key").Count);
        Assert.Single(file.Lines("records/intake_source"));
    }

    private KernelUnderTest Process(StorageScope scope) => new(storage.ConnectionString, scope.Prefix, new RecordingBus());
}
