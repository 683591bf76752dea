using ItsmServerless.Intake;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>As many alerts of one source at once as a process takes up: none is turned away, and none is taken for a storm
/// that is not there.</summary>
public sealed class AlertRushTests(StorageFixture storage)
{
    private const int AtOnce = 48;

    [Fact]
    public Task AlertsOfOneSource_AtOnce_AreNoStorm_BelowItsLimit() => Rush(stormAbove: 1_000, incidents: AtOnce);

    [Fact]
    public Task Storm_TakesUpAllAtOnce() => Rush(stormAbove: 1, incidents: 2);

    private async Task Rush(int stormAbove, int incidents)
    {
        await using var scope = storage.Scope();
        var alerts = new CrashSweep(
            storage, "application/json", new("Pager", "pagerduty", Alerts: new(StormAbove: stormAbove)));
        await using var process = alerts.Process(scope);
        var tenant = TenantId.From("ten_01JD00000000000000000000R1");
        var token = await alerts.Open(process, tenant);
        var receipts = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(number =>
            alerts.Deliver(process, token, AlertRig.PagerDuty($"key-{number}", "trigger"))));
        await Task.WhenAll(receipts.Select(receipt => CrashSweep.TakeUp(process, tenant, receipt, deliveries: 1)));
        foreach (var receipt in receipts)
        {
            var end = await process.Log.Find<Receipt, ReceiptEvent>(tenant, receipt, default);
            Assert.Equal(ReceiptState.Processed, end!.State.State);
        }
        var rows = await process.Lists.All(tenant, TableNames.Open, "incident", default);
        Assert.Equal(incidents, rows.Select(row => row.GetString("Id")).OfType<string>().Distinct().Count());
    }
}
