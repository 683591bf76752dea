using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>The process dies at a storage call between the submission and the decision, at one after the other; the next
/// finishes.</summary>
/// <remarks>What a caller, the bus and the workflow do again after a death is done again by the script. At every eighth
/// call; at every one: <c>ITSM_CRASH_STEP=1</c>.</remarks>
public sealed class CrashSweepTests(StorageFixture storage, ITestOutputHelper output)
{
    private static readonly int Step =
        int.TryParse(Environment.GetEnvironmentVariable("ITSM_CRASH_STEP"), out var step) ? step : 8;

    private static readonly string[] Told = ["ann asked", "bob asked", "cid asked", "dan asked", "olga decided"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Approval_HasOneOutcome_AndTellsEachOnce_WhereverTheProcessDies(int fault)
    {
        await using var scope = storage.Scope();
        var (call, deaths) = (1, 0);
        for (; await Dies(scope, (Fault)fault, call); call += Step) deaths++;
        output.WriteLine($"{deaths} deaths");
        Assert.InRange(call, 60, 600); // It would be no sweep if the way took fewer calls.
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(StorageScope scope, Fault fault, int call)
    {
        var outbox = new Outgoing();
        await using var first = new KernelUnderTest(storage.ConnectionString, scope.Prefix, new RecordingBus());
        var script = await ApprovalScript.Begin(first, outbox, $"ten_01JD{call:D4}00000000000000000{(int)fault}");
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(() => script.Run(first));
        Assert.True(failure is null || IsDeath(failure), $"{failure}");
        await using var next = new KernelUnderTest(storage.ConnectionString, scope.Prefix, new RecordingBus());
        await next.Sweeper.Sweep(atStart: true, default);
        await script.Run(next);
        Assert.Equal(
            [
                "approval.requested", "approval.asked", "approval.voted", "approval.voted", "approval.asked",
                "approval.voted", "approval.voted", "approval.concluded",
            ],
            await script.History(next));
        Assert.Equal(["change.drafted", "change.submitted", "change.approved"], await script.ChangeHistory(next));
        Assert.Equal(Told, outbox.Told);
        return failure is not null;
    }

    /// <summary>Who hands mails over tries the next one before it fails.</summary>
    private static bool IsDeath(Exception failure) =>
        failure is ProcessDied or AggregateException { InnerExceptions: [ProcessDied, ..] };
}
