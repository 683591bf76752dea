using System.Text;
using System.Text.Json;
using ItsmServerless.Intake;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tests.Scenarios.Changes;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>The process dies at every storage call between a ballot's mail and the end of its receipt, one after the
/// other; the next finishes.</summary>
/// <remarks>One question is put to many, and each death is at the ballot of another.</remarks>
public sealed class MailBallotCrashTests(StorageFixture storage, ITestOutputHelper output)
{
    private const int Approvers = 50;

    private readonly Dictionary<string, (string MessageId, string ReplyTo)> _asked = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Ballot_ByMail_IsOneVote_WhereverTheProcessDies(int fault)
    {
        await using var scope = storage.Scope();
        var tenant = TenantId.From($"ten_01JD000000000000000000000{fault}");
        var (script, mailbox) = await Ask(scope, tenant);
        var call = 0;
        while (await Dies(scope, tenant, mailbox, (Fault)fault, ++call))
        {
        }
        output.WriteLine($"{(Fault)fault}: {call - 1} storage calls, each gone wrong once");
        Assert.InRange(call, 10, Approvers); // It would be no sweep if the way took fewer calls.
        await using var last = Process(scope);
        Assert.Equal(call, (await script.History(last)).Count(type => type == "approval.voted"));
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(StorageScope scope, TenantId tenant, string mailbox, Fault fault, int call)
    {
        var mail = Answer($"ann{call}@acme.example");
        await using var first = Process(scope);
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(() => Take(first, tenant, mailbox, mail));
        Assert.True(failure is null or ProcessDied, $"{failure}");
        await using var next = Process(scope);
        await next.Sweeper.Sweep(atStart: true, default);
        var receipt = await Take(next, tenant, mailbox, mail);
        Assert.Equal((ReceiptState.Processed, "mail_ballot"), (receipt.State, receipt.Reason));
        return failure is not null;
    }

    /// <summary>Asks all, opens a mailbox, and keeps what the mails say.</summary>
    private async Task<(ChangeScript Script, string Mailbox)> Ask(StorageScope scope, TenantId tenant)
    {
        await using var process = Process(scope);
        await ChangeScript.Found(process, tenant, [.. Enumerable.Range(1, Approvers).Select(number => $"ann{number}")]);
        var row = new Azure.Data.Tables.TableEntity(TenantStates.Partition, tenant.Value) { ["State"] = "active", ["Plan"] = "unlimited" };
        await process.Tables.Shared(TableNames.Tenants).UpsertEntityAsync(row);
        var outgoing = new Outgoing { Seen = (to, id, replyTo) => _asked[to] = (id, replyTo) };
        var script = await ChangeScript.Begin(process, tenant, "sw1", new WallTime(), outgoing);
        await script.Submit(process);
        var request = new Request<CreateIntakeSource>(
            new(tenant, Role.Admin, "key", null), new("Mailbox", "mime"),
            KernelUnderTest.Command(tenant, CommandId.FromCause("open"), WallTime.Start), "open");
        var source = await process.Get<IntakeSources>().Create(request, default);
        return (script, source.Value.Url!.Split('/')[^1]);
    }

    /// <summary>In at the door, and what the bus does afterwards.</summary>
    private static async Task<Receipt> Take(KernelUnderTest process, TenantId tenant, string mailbox, string mail)
    {
        var http = new DefaultHttpContext();
        (http.Request.ContentType, http.Request.Body) =
            ("message/rfc822", new MemoryStream(Encoding.ASCII.GetBytes(mail)));
        var receipt = (await process.Get<IntakeDoor>().Accept(mailbox, http.Request, default)).Value.Kept!.Receipts[0].Id;
        await process.Get<MessageIntake>().On(new PublishedEvent(
            tenant, receipt, Receipt.Practice, 1, "receipt.accepted", WallTime.Start, Actor.System, default(JsonElement)),
            deliveries: 1, default);
        return (await process.Log.Find<Receipt, ReceiptEvent>(tenant, receipt, default))!.State;
    }

    private string Answer(string from)
    {
        var (messageId, replyTo) = _asked[from];
        return $"{BallotMail.Aligned}From: {from}\r\nTo: {replyTo}\r\nSubject: Re: a change\r\n" +
            $"In-Reply-To: <{messageId}>\r\nMessage-ID: <{from}>\r\n\r\napprove\r\n";
    }

    private KernelUnderTest Process(StorageScope scope) =>
        new(storage.ConnectionString, scope.Prefix, new RecordingBus(), new WallTime());
}
