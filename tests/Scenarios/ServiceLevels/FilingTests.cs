using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>What clocks came to is filed once, whatever dies, comes twice, or comes late.</summary>
public sealed class FilingTests(StorageFixture storage)
{
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000002");
    private static readonly IncidentResolved Resolved = new("fixed", "Restarted.");
    private static readonly IncidentReopened Reopened = new("Down again.", Because.Agent);

    /// <summary>Met in January, reopened, and breached in February: the process dies at every call.</summary>
    [Theory]
    [InlineData((int)Fault.DieBefore)]
    [InlineData((int)Fault.DieAfter)]
    public async Task Filing_Converges_WhereverTheProcessDies(int fault)
    {
        await using var scope = storage.Scope();
        var call = 1;
        while (await Dies(scope, (Fault)fault, call)) call++;
        Assert.InRange(call, 10, 60); // It would be no sweep with fewer calls.
    }

    [Fact]
    public async Task Filing_ByManyAtOnce_IsFilingOnce()
    {
        await using var scope = storage.Scope();
        await using var one = Process(scope);
        await using var other = Process(scope);
        var (first, second) = (await new FilingRig(one, Tenant).Open(), new FilingRig(other, Tenant));
        await first.Report();
        await first.Happens("2026-01-31T20:30:00Z", Resolved);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(look => (look % 2 == 0 ? first : second).Tend()));
        Assert.Equal(
            ["first_response met 2026-01-31T20:30:00Z", "resolution met 2026-01-31T20:30:00Z"], await second.Filed(1));
    }

    [Fact]
    public async Task WhoLookedEarlierAndWritesLast_ChangesNothing()
    {
        await using var scope = storage.Scope();
        await using var process = Process(scope);
        var rig = await new FilingRig(process, Tenant).Open();
        await rig.Report();
        await rig.Happens("2026-01-31T20:30:00Z", Resolved);
        var earlier = (await rig.Life())!;
        await rig.Happens("2026-01-31T20:40:00Z", Reopened);
        await rig.File((await rig.Life())!);
        await rig.File(earlier);
        Assert.Equal(["first_response met 2026-01-31T20:30:00Z"], await rig.Filed(1));
    }

    [Fact]
    public async Task Tenant_FromBeforeThereWereResults_HasThemFromThenOn()
    {
        await using var scope = storage.Scope();
        await using var process = Process(scope);
        var rig = await new FilingRig(process, Tenant).Open();
        await process.Tables.Of(Tenant, TableNames.Results).DeleteAsync();
        Assert.Empty(await rig.Filed(1));
        await rig.Report();
        await rig.Happens("2026-01-31T20:30:00Z", Resolved);
        await rig.Tend();
        Assert.Equal(2, (await rig.Filed(1)).Count());
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(StorageScope scope, Fault fault, int call)
    {
        var tenant = TenantId.From($"ten_01JD{call:D4}00000000000000000{(int)fault}");
        await using var first = Process(scope);
        var rig = await new FilingRig(first, tenant).Open();
        await rig.Report();
        await rig.Happens("2026-01-31T21:00:00Z", Resolved);
        await rig.Tend();
        await rig.Happens("2026-02-01T09:00:00Z", Reopened);
        await rig.Happens("2026-02-01T09:00:01Z", new IncidentEdited { Priority = Priority.P2 });
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(rig.Tend);
        Assert.True(failure is null or ProcessDied, $"{failure}");
        await using var next = Process(scope);
        var again = new FilingRig(next, tenant);
        await again.Tend();
        await again.Tend();
        Assert.Equal(["first_response met 2026-01-31T21:00:00Z"], await again.Filed(1));
        Assert.Equal(["resolution breached 2026-02-01T12:00:00Z"], await again.Filed(2));
        return failure is ProcessDied;
    }

    private KernelUnderTest Process(StorageScope scope) => new(storage.ConnectionString, scope.Prefix, new RecordingBus());
}
