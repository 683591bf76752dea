using ItsmServerless.Intake;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>The process dies on an alert's way; the next finishes.</summary>
public sealed class AlertCrashTests(StorageFixture storage)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Firing_IsOneIncident_WhereverTheProcessDies(int fault) =>
        Alerts().Run((Fault)fault, [], Event("e-1", "firing"), "reported");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Resolved_ResolvesOnce_WhereverTheProcessDies(int fault) => Alerts().Run(
        (Fault)fault, [Event("e-1", "firing")], Event("e-2", "resolved"), "reported resolved");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task FiringAgain_ReopensOnce_WhereverTheProcessDies(int fault) => Alerts().Run(
        (Fault)fault, [Event("e-1", "firing"), Event("e-2", "resolved")], Event("e-3", "firing"),
        "reported resolved reopened recurred");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Storm_HearsOfEachOnce_WhereverTheProcessDies(int fault) => Alerts(stormAbove: 1).Run(
        (Fault)fault, [Event("e-1", "firing", "a"), Event("e-2", "firing", "b")], Event("e-3", "firing", "c"),
        "reported", "reported recurred");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Batch_IsAnIncidentForEachAlert_WhereverTheProcessDies(int fault) => Batches.Run(
        (Fault)fault, [], $"[{Event("e-1", "firing", "a")},{Event("e-2", "firing", "b")}]", "reported", "reported");

    /// <summary>The reading of a message ends the process each time: after the third it is not begun again.</summary>
    [Fact]
    public async Task MessageThatEndsTheProcess_IsQuarantinedAfterTheThirdTime()
    {
        await using var scope = storage.Scope();
        var (alerts, tenant) = (Alerts(), TenantId.From("ten_01JD00000000000000000000Q1"));
        await using var process = alerts.Process(scope);
        var receipt = await alerts.Deliver(process, await alerts.Open(process, tenant), Event("e-1", "firing"));
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            // The body is read, counted before from the second on.
            process.Faults.Set(delivery == 1 ? 2 : 4, Fault.DieBefore);
            await Assert.ThrowsAsync<ProcessDied>(() => CrashSweep.TakeUp(process, tenant, receipt, delivery));
            process.Faults.Set(0, Fault.None);
        }
        await CrashSweep.TakeUp(process, tenant, receipt, deliveries: 4);
        var end = await process.Log.Find<Receipt, ReceiptEvent>(tenant, receipt, default);
        Assert.Equal((ReceiptState.Quarantined, ReadingAttempts.Reason), (end!.State.State, end.State.Reason));
    }

    /// <summary>What happens after the reading is no fault of the message, however often.</summary>
    [Fact]
    public async Task MessageWhoseStorageIsAway_IsTakenUpAtLast()
    {
        await using var scope = storage.Scope();
        var (alerts, tenant) = (Alerts(), TenantId.From("ten_01JD00000000000000000000Q2"));
        await using var process = alerts.Process(scope);
        var receipt = await alerts.Deliver(process, await alerts.Open(process, tenant), Event("e-1", "firing"));
        for (var delivery = 1; delivery <= 6; delivery++)
        {
            process.Faults.Set(delivery == 1 ? 5 : 8, Fault.DieBefore);
            await Assert.ThrowsAsync<ProcessDied>(() => CrashSweep.TakeUp(process, tenant, receipt, delivery));
            process.Faults.Set(0, Fault.None);
        }
        await CrashSweep.TakeUp(process, tenant, receipt, deliveries: 7);
        var end = await process.Log.Find<Receipt, ReceiptEvent>(tenant, receipt, default);
        Assert.Equal(ReceiptState.Processed, end!.State.State);
    }

    private CrashSweep Alerts(int? stormAbove = null) => new(
        storage, "application/cloudevents+json",
        new("Events", "cloudevents", Alerts: stormAbove is null ? null : new(StormAbove: stormAbove)));

    private CrashSweep Batches => new(storage, "application/cloudevents-batch+json", new("Events", "cloudevents"));

    private static string Event(string id, string what, string key = "disk") => $$"""
        {"specversion":"1.0","id":"{{id}}","source":"/tests","type":"disk.{{what}}","data":{"key":"{{key}}","title":"Disk"} }
        """;
}
