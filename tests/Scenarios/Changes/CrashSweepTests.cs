using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>The process dies at a storage call between the submission of a change and its close, at one after the other;
/// the next finishes.</summary>
/// <remarks>What a caller, the bus and the workflows do again after a death is done again by the script. At every
/// sixteenth call; at every one: <c>ITSM_CRASH_STEP=1</c>.</remarks>
public sealed class CrashSweepTests(StorageFixture storage, ITestOutputHelper output)
{
    private static readonly int Step =
        int.TryParse(Environment.GetEnvironmentVariable("ITSM_CRASH_STEP"), out var step) ? step : 16;

    private static readonly string[] Approval =
    [
        "approval.requested", "approval.asked", "approval.voted", "approval.voted", "approval.asked", "approval.voted",
        "approval.voted", "approval.concluded",
    ];

    private static readonly string[] Change =
    [
        "change.drafted", "change.submitted", "change.approved", "change.scheduled", "change.reminded",
        "change.reminded", "change.started", "change.completed", "change.review_opened", "change.review_chased",
        "change.reviewed", "change.closed",
    ];

    private static readonly string[] Told =
    [
        "ann asked", "bob asked", "cid asked", "dan asked", "olga approved", "olga chased", "olga reminded",
        "olga reminded", "olga review",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Change_HasOneOutcome_AndTellsEachOnce_WhereverTheProcessDies(int fault)
    {
        await using var scope = storage.Scope();
        var tenant = TenantId.From($"ten_01JD000000000000000000000{fault}");
        await using (var founder = Process(scope, new WallTime())) await ChangeScript.Found(founder, tenant);
        // Dead after a call is dead before the next: the two sweeps meet calls halfway between each other's.
        var (call, deaths) = (fault == (int)Fault.DieBefore ? 1 : 1 + (Step / 2), 0);
        for (; await Dies(scope, tenant, (Fault)fault, call); call += Step) deaths++;
        output.WriteLine($"{(Fault)fault}: {deaths} deaths, the last at call {call - Step}");
        Assert.InRange(call, 250, 1_000); // It would be no sweep if the way took fewer calls.
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(StorageScope scope, TenantId tenant, Fault fault, int call)
    {
        var (time, outgoing, item) = (new WallTime(), new Outgoing(), $"sw{call}");
        await using var first = Process(scope, time);
        var script = await ChangeScript.Begin(first, tenant, item, time, outgoing);
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(() => script.Run(first));
        Assert.True(failure is null || IsDeath(failure), $"{failure}");
        await using var next = Process(scope, time);
        await next.Sweeper.Sweep(atStart: true, default);
        await script.Run(next);
        Assert.Equal(Approval, await script.History(next));
        Assert.Equal(Change, await script.ChangeHistory(next));
        Assert.Equal(Told, outgoing.Told);
        Assert.Equal("[]", await script.Reserved(next, item));
        return failure is not null;
    }

    private KernelUnderTest Process(StorageScope scope, WallTime time) =>
        new(storage.ConnectionString, scope.Prefix, new RecordingBus(), time);

    /// <summary>Who hands mails over tries the next one before it fails.</summary>
    private static bool IsDeath(Exception failure) =>
        failure is ProcessDied or AggregateException { InnerExceptions: [ProcessDied, ..] };
}
