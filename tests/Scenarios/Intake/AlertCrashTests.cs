using System.Text;
using System.Text.Json;
using ItsmServerless.Intake;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>The process dies on an alert's way; the next finishes.</summary>
public sealed class AlertCrashTests(StorageFixture storage)
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Firing_IsOneIncident_WhereverTheProcessDies(int fault) =>
        Sweep((Fault)fault, before: null, Event("e-1", "firing"), expected: ["incident.reported"]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Resolved_ResolvesOnce_WhereverTheProcessDies(int fault) => Sweep(
        (Fault)fault, Event("e-1", "firing"), Event("e-2", "resolved"),
        expected: ["incident.reported", "incident.resolved"]);

    /// <summary>The reading of a message ends the process each time: after the third it is not begun again.</summary>
    [Fact]
    public async Task MessageThatEndsTheProcess_IsQuarantinedAfterTheThirdTime()
    {
        await using var scope = storage.Scope();
        var tenant = TenantId.From("ten_01JD00000000000000000000Q1");
        await using var process = Process(scope);
        var receipt = await Deliver(process, await Open(process, tenant), Event("e-1", "firing"));
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            // The body is read, counted before from the second on.
            process.Faults.Set(delivery == 1 ? 2 : 4, Fault.DieBefore);
            await Assert.ThrowsAsync<ProcessDied>(() => TakeUp(process, tenant, receipt, delivery));
            process.Faults.Set(0, Fault.None);
        }
        await TakeUp(process, tenant, receipt, deliveries: 4);
        var end = await process.Log.Find<Receipt, ReceiptEvent>(tenant, receipt, default);
        Assert.Equal((ReceiptState.Quarantined, ReadingAttempts.Reason), (end!.State.State, end.State.Reason));
    }

    /// <summary>What happens after the reading is no fault of the message, however often.</summary>
    [Fact]
    public async Task MessageWhoseStorageIsAway_IsTakenUpAtLast()
    {
        await using var scope = storage.Scope();
        var tenant = TenantId.From("ten_01JD00000000000000000000Q2");
        await using var process = Process(scope);
        var receipt = await Deliver(process, await Open(process, tenant), Event("e-1", "firing"));
        for (var delivery = 1; delivery <= 6; delivery++)
        {
            process.Faults.Set(delivery == 1 ? 5 : 8, Fault.DieBefore);
            await Assert.ThrowsAsync<ProcessDied>(() => TakeUp(process, tenant, receipt, delivery));
            process.Faults.Set(0, Fault.None);
        }
        await TakeUp(process, tenant, receipt, deliveries: 7);
        var end = await process.Log.Find<Receipt, ReceiptEvent>(tenant, receipt, default);
        Assert.Equal(ReceiptState.Processed, end!.State.State);
    }

    private async Task Sweep(Fault fault, string? before, string message, string[] expected)
    {
        await using var scope = storage.Scope();
        var call = 1;
        while (await Dies(scope, fault, call, before, message, expected)) call++;
        Assert.InRange(call, 10, 60); // It would be no sweep if the alert's way took fewer calls.
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(
        StorageScope scope, Fault fault, int call, string? before, string message, string[] expected)
    {
        var tenant = TenantId.From($"ten_01JD{call:D4}00000000000000000{(int)fault}");
        await using var first = Process(scope);
        var token = await Open(first, tenant);
        if (before is not null) await Take(first, tenant, token, before);
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(() => Take(first, tenant, token, message));
        Assert.True(failure is null or ProcessDied, $"{failure}");
        await using var next = Process(scope);
        await next.Sweeper.Sweep(atStart: true, default);
        await Take(next, tenant, token, message);
        await next.Sweeper.Sweep(atStart: true, default);
        Assert.Equal(expected, await Timeline(next, tenant));
        return failure is ProcessDied;
    }

    private KernelUnderTest Process(StorageScope scope) =>
        new(storage.ConnectionString, scope.Prefix, new RecordingBus());

    private static async Task<string> Open(KernelUnderTest process, TenantId tenant)
    {
        await process.Tables.CreateShared(default);
        await process.Tables.CreateFor(tenant, default);
        var row = new Azure.Data.Tables.TableEntity(TenantStates.Partition, tenant.Value) { ["State"] = "active" };
        await process.Tables.Shared(TableNames.Tenants).UpsertEntityAsync(row);
        var request = new Request<CreateIntakeSource>(
            new Caller(tenant, Role.Admin, "key", null), new("Events", "cloudevents"),
            KernelUnderTest.Command(tenant, CommandId.FromCause("open"), Start), "open");
        var source = await process.Get<IntakeSources>().Create(request, default);
        return source.Value.Url!.Split('/')[^1];
    }

    /// <summary>In at the door, and what the bus does afterwards.</summary>
    private static async Task Take(KernelUnderTest process, TenantId tenant, string token, string message)
    {
        var receipt = await Deliver(process, token, message);
        await TakeUp(process, tenant, receipt, deliveries: 1);
        var end = await process.Log.Find<Receipt, ReceiptEvent>(tenant, receipt, default);
        Assert.Equal(ReceiptState.Processed, end!.State.State);
    }

    private static async Task<RecordId> Deliver(KernelUnderTest process, string token, string message)
    {
        var http = new DefaultHttpContext();
        (http.Request.ContentType, http.Request.Body) =
            ("application/cloudevents+json", new MemoryStream(Encoding.UTF8.GetBytes(message)));
        return (await process.Get<IntakeDoor>().Accept(token, http.Request, default)).Value.Kept!.Receipts[0].Id;
    }

    private static Task TakeUp(KernelUnderTest process, TenantId tenant, RecordId receipt, int deliveries) =>
        process.Get<MessageIntake>().On(new PublishedEvent(
            tenant, receipt, Receipt.Practice, 1, "receipt.accepted", Start, Actor.System, default(JsonElement)),
            deliveries, default);

    /// <summary>What happened to the tenant's only incident.</summary>
    private static async Task<IEnumerable<string>> Timeline(KernelUnderTest process, TenantId tenant)
    {
        var rows = await process.Lists.All(tenant, TableNames.Open, "incident", default);
        var id = Assert.Single(rows.Select(row => row.GetString("Id")).OfType<string>().Distinct());
        return (await process.Log.Timeline(tenant, new(id), 0, 100, default)).Select(happened => happened.Type);
    }

    private static string Event(string id, string what) => $$"""
        {"specversion":"1.0","id":"{{id}}","source":"/tests","type":"disk.{{what}}","data":{"key":"disk","title":"Disk"} }
        """;
}
