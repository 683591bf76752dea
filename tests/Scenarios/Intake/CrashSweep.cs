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

/// <summary>The process dies at every storage call of a message's way, one after the other; the next one finishes.
/// </summary>
/// <param name="type">The Content-Type of the messages.</param>
/// <param name="open">The source that they come to.</param>
internal sealed class CrashSweep(StorageFixture storage, string type, CreateIntakeSource open)
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);

    /// <summary>Lets one message die everywhere.</summary>
    /// <param name="before">The messages that came well before it.</param>
    /// <param name="expected">What happened to each incident of the tenant in the end, in any order.</param>
    public async Task Run(Fault fault, IReadOnlyList<string> before, string message, params string[] expected)
    {
        await using var scope = storage.Scope();
        var call = 1;
        while (await Dies(scope, fault, call, before, message, expected)) call++;
        Assert.InRange(call, 10, 90); // It would be no sweep if the way took fewer calls.
    }

    /// <summary>A process over the storage of a scope.</summary>
    public KernelUnderTest Process(StorageScope scope) =>
        new(storage.ConnectionString, scope.Prefix, new RecordingBus(), new StoppedClock());

    /// <summary>A tenant with a source.</summary>
    /// <returns>The token of the source's URL.</returns>
    public async Task<string> Open(KernelUnderTest process, TenantId tenant)
    {
        await process.Tables.CreateShared(default);
        await process.Tables.CreateFor(tenant, default);
        var row = new Azure.Data.Tables.TableEntity(TenantStates.Partition, tenant.Value) { ["State"] = "active", ["Plan"] = "unlimited" };
        await process.Tables.Shared(TableNames.Tenants).UpsertEntityAsync(row);
        var request = new Request<CreateIntakeSource>(
            new Caller(tenant, Role.Admin, "key", null), open,
            KernelUnderTest.Command(tenant, CommandId.FromCause("open"), Start), "open");
        var source = await process.Get<IntakeSources>().Create(request, default);
        return source.Value.Url!.Split('/')[^1];
    }

    /// <summary>In at the door.</summary>
    public async Task<RecordId> Deliver(KernelUnderTest process, string token, string message)
    {
        var http = new DefaultHttpContext();
        (http.Request.ContentType, http.Request.Body) = (type, new MemoryStream(Encoding.UTF8.GetBytes(message)));
        return (await process.Get<IntakeDoor>().Accept(token, http.Request, default)).Value.Kept!.Receipts[0].Id;
    }

    /// <summary>What the bus does afterwards.</summary>
    public static Task TakeUp(KernelUnderTest process, TenantId tenant, RecordId receipt, int deliveries) =>
        process.Get<MessageIntake>().On(new PublishedEvent(
            tenant, receipt, Receipt.Practice, 1, "receipt.accepted", Start, Actor.System, default(JsonElement)),
            deliveries, default);

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(
        StorageScope scope, Fault fault, int call, IReadOnlyList<string> before, string message, string[] expected)
    {
        var tenant = TenantId.From($"ten_01JD{call:D4}00000000000000000{(int)fault}");
        await using var first = Process(scope);
        var token = await Open(first, tenant);
        foreach (var earlier in before) await Take(first, tenant, token, earlier);
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(() => Take(first, tenant, token, message));
        Assert.True(failure is null or ProcessDied, $"{failure}");
        await using var next = Process(scope);
        await next.Sweeper.Sweep(atStart: true, default);
        await Take(next, tenant, token, message);
        await next.Sweeper.Sweep(atStart: true, default);
        Assert.Equal(expected.Order(StringComparer.Ordinal), await Incidents(next, tenant));
        return failure is ProcessDied;
    }

    /// <summary>In at the door, and all that the bus does afterwards.</summary>
    private async Task Take(KernelUnderTest process, TenantId tenant, string token, string message)
    {
        var receipt = await Deliver(process, token, message);
        var whole = await Processed(process, tenant, receipt);
        foreach (var part in whole.Parts) await Processed(process, tenant, part);
    }

    private static async Task<Receipt> Processed(KernelUnderTest process, TenantId tenant, RecordId receipt)
    {
        await TakeUp(process, tenant, receipt, deliveries: 1);
        var end = await process.Log.Find<Receipt, ReceiptEvent>(tenant, receipt, default);
        Assert.Equal(ReceiptState.Processed, end!.State.State);
        return end.State;
    }

    /// <summary>What happened to each of the tenant's incidents, as <c>reported resolved</c>.</summary>
    private static async Task<IEnumerable<string>> Incidents(KernelUnderTest process, TenantId tenant)
    {
        var rows = await process.Lists.All(tenant, TableNames.Open, "incident", default);
        var ids = rows.Select(row => row.GetString("Id")).OfType<string>().Distinct().ToList();
        Assert.Equal(2 * ids.Count, rows.Count); // Each by time, and by number.
        var stories = new List<string>();
        foreach (var id in ids)
        {
            var happened = await process.Log.Timeline(tenant, new(id), 0, 100, default);
            stories.Add(string.Join(' ', happened.Select(one => one.Type["incident.".Length..])));
        }
        return stories.Order(StringComparer.Ordinal);
    }

    /// <summary>It is always the same minute: how many alerts come in one is no matter of luck.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Start.ToDateTimeOffset();
    }
}
