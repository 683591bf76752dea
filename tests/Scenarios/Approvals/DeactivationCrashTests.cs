using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tests.Scenarios.Changes;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>The process dies at every storage call between an approver's deactivation and the mail to the delegate, one
/// after the other; the next finishes. All that was delivered is delivered again.</summary>
public sealed class DeactivationCrashTests(StorageFixture storage, ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Delegate_IsAskedOnce_WhereverTheProcessDies(int fault)
    {
        await using var scope = storage.Scope();
        var call = 1;
        while (await Dies(scope, (Fault)fault, call)) call++;
        output.WriteLine($"{(Fault)fault}: {call - 1} storage calls, each gone wrong once");
        Assert.InRange(call, 12, 120); // It would be no sweep if the way took fewer calls.
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(StorageScope scope, Fault fault, int call)
    {
        var tenant = TenantId.From($"ten_01JD{call:D4}00000000000000000{(int)fault}");
        var (time, outgoing) = (new WallTime(), new Outgoing());
        await using var first = Process(scope, time);
        await ChangeScript.Found(first, tenant, "ann", "bob");
        var script = await ChangeScript.Begin(first, tenant, "sw1", time, outgoing);
        await script.Submit(first);
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(() => script.Leave(first, "ann", "dan"));
        Assert.True(failure is null or ProcessDied or AggregateException { InnerExceptions: [ProcessDied, ..] }, $"{failure}");
        await using var next = Process(scope, time);
        await next.Sweeper.Sweep(atStart: true, default);
        await script.Leave(next, "ann", "dan");
        Assert.Equal(
            ["approval.requested", "approval.asked", "approval.approvers_lost", "approval.delegated"],
            await script.History(next));
        Assert.Equal(["ann asked", "bob asked", "dan asked"], outgoing.Told);
        return failure is not null;
    }

    private KernelUnderTest Process(StorageScope scope, WallTime time) =>
        new(storage.ConnectionString, scope.Prefix, new RecordingBus(), time);
}
