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

/// <summary>The process dies at every storage call of a mail's way, one after the other; the next finishes.</summary>
public sealed class CrashSweepTests(StorageFixture storage)
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Mail_WithAFile_IsOneIncident_WhereverTheProcessDies(int fault) => Sweep(
        (Fault)fault, Mail("m1", ""), before: null, expected: ["incident.reported", "incident.attached"]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Answer_WithAFile_IsOneComment_WhereverTheProcessDies(int fault) => Sweep(
        (Fault)fault, Mail("m2", "References: <m1@example.org>\r\n"), before: Mail("m1", ""),
        expected: ["incident.reported", "incident.attached", "incident.commented", "incident.attached"]);

    private async Task Sweep(Fault fault, string mail, string? before, string[] expected)
    {
        await using var scope = storage.Scope();
        var call = 1;
        while (await Dies(scope, fault, call, mail, before, expected)) call++;
        Assert.InRange(call, 10, 60); // It would be no sweep if the mail's way took fewer calls.
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(
        StorageScope scope, Fault fault, int call, string mail, string? before, string[] expected)
    {
        var tenant = TenantId.From($"ten_01JD{call:D4}00000000000000000{(int)fault}");
        await using var first = Process(scope);
        var token = await Open(first, tenant);
        if (before is not null) await Take(first, tenant, token, before);
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(() => Take(first, tenant, token, mail));
        Assert.True(failure is null or ProcessDied, $"{failure}");
        await using var next = Process(scope);
        await next.Sweeper.Sweep(atStart: true, default);
        await Take(next, tenant, token, mail);
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
            new Caller(tenant, Role.Admin, "key", null), new("Mailbox", "mime"),
            KernelUnderTest.Command(tenant, CommandId.FromCause("open"), Start), "open");
        var source = await process.Get<IntakeSources>().Create(request, default);
        return source.Value.Url!.Split('/')[^1];
    }

    /// <summary>In at the door, and what the bus does afterwards.</summary>
    private static async Task Take(KernelUnderTest process, TenantId tenant, string token, string mail)
    {
        var http = new DefaultHttpContext();
        (http.Request.ContentType, http.Request.Body) =
            ("message/rfc822", new MemoryStream(Encoding.ASCII.GetBytes(mail)));
        var receipts = (await process.Get<IntakeDoor>().Accept(token, http.Request, default)).Value.Kept!.Receipts;
        await process.Get<MessageIntake>().On(new PublishedEvent(
            tenant, receipts[0].Id, Receipt.Practice, 1, "receipt.accepted", Start, Actor.System, default(JsonElement)),
            deliveries: 1, default);
        var receipt = await process.Log.Find<Receipt, ReceiptEvent>(tenant, receipts[0].Id, default);
        Assert.Equal(ReceiptState.Processed, receipt!.State.State);
    }

    /// <summary>What happened to the tenant's only incident.</summary>
    private static async Task<IEnumerable<string>> Timeline(KernelUnderTest process, TenantId tenant)
    {
        var rows = await process.Lists.All(tenant, TableNames.Open, "incident", default);
        var id = Assert.Single(rows.Select(row => row.GetString("Id")).OfType<string>().Distinct());
        Assert.Equal(2, rows.Count); // By time, and by number.
        return (await process.Log.Timeline(tenant, new(id), 0, 100, default)).Select(happened => happened.Type);
    }

    private static string Mail(string id, string more) => MailRig.Mail(
        "ada@example.org", $"{id}@example.org",
        "--b\r\n\r\nIt burns.\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nhello\r\n--b--",
        more: more + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n");
}
