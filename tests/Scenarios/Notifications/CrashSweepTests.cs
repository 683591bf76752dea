using System.Collections.Concurrent;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Notifications;
using ItsmServerless.Notifications.Budgets;
using ItsmServerless.Notifications.Sent;
using ItsmServerless.Notifications.Templates;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using NodaTime;
using Xunit;
using Caller = ItsmServerless.Kernel.Auth.Caller;

namespace ItsmServerless.Tests.Scenarios.Notifications;

/// <summary>The process dies at every storage call of the way of a notice; the next finishes.</summary>
public sealed class CrashSweepTests(StorageFixture storage)
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);

    /// <summary>A confirmation takes of a budget that has one a day: taken twice, it would never be sent.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Confirmation_IsOneMail_WhereverTheProcessDies(int fault)
    {
        await using var scope = storage.Scope();
        var call = 1;
        while (await Dies(scope, (Fault)fault, call)) call++;
        Assert.InRange(call, 6, 40); // It would be no sweep if the notice's way took fewer calls.
    }

    /// <summary>Security case B3, at once.</summary>
    [Fact]
    public async Task Budget_AskedAThousandTimesAtOnce_GivesWhatItHas()
    {
        await using var scope = storage.Scope();
        await using var process = new KernelUnderTest(storage.ConnectionString, scope.Prefix, new RecordingBus());
        var tenant = TenantId.From("ten_01JDB300000000000000000000");
        await process.Tables.CreateFor(tenant, default);
        var (budgets, given) = (process.Get<MailBudgets>(), 0);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (asked, cancel) =>
            {
                var budget = new MailBudget("victim@example.org", 1, Duration.FromDays(1));
                if (await budgets.Take(tenant, budget, $"mail-{asked}", cancel)) Interlocked.Increment(ref given);
            });
        Assert.Equal(1, given);
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(StorageScope scope, Fault fault, int call)
    {
        var tenant = TenantId.From($"ten_01JE{call:D4}00000000000000000{(int)fault}");
        var outgoing = new Captured();
        await using var first = Process(scope);
        var published = await Report(first, tenant);
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(() => Notifier(first, outgoing).On(published, default));
        await using var next = Process(scope);
        await Notifier(next, outgoing).On(published, default);
        await Notifier(next, outgoing).On(published, default);
        Assert.Single(outgoing.Ids.Distinct());
        var listed = await next.Get<NotificationLists>().OfIncident(
            new Caller(tenant, Role.Admin, "key", null), published.Record.Value, new(50, null), default);
        var told = Assert.Single(listed.Value.Items);
        Assert.Equal(("first_contact", "sent"), (told.Kind, told.State));
        return failure is not null;
    }

    private KernelUnderTest Process(StorageScope scope) =>
        new(storage.ConnectionString, scope.Prefix, new RecordingBus());

    private static Notifier Notifier(KernelUnderTest process, Captured outgoing) => new(
        process.Get<Notices>(), process.Get<Recipients>(), new MailDelivery(
            process.Get<NoticeWriter>(), process.Get<MailComposer>(), process.Get<SentMails>(),
            process.Get<MailRestraint>(), outgoing, process.Get<ItsmServerless.Metering.UsageMeter>(), NullLogger<MailDelivery>.Instance),
        process.Get<NoticeWriter>(), process.Get<TeamsCards>());

    private static async Task<PublishedEvent> Report(KernelUnderTest process, TenantId tenant)
    {
        await process.Tables.CreateShared(default);
        await process.Tables.CreateFor(tenant, default);
        var request = new Request<ReportIncident>(
            new Caller(tenant, Role.Requester, "key", null),
            new("Printer on fire", Requester: new("ada@example.org")),
            KernelUnderTest.Command(tenant, CommandId.FromCause("report"), Start) with { By = Actor.ApiKey("key") },
            "report");
        var reported = await process.Get<IncidentDesk>().Report(request, default);
        var stored = (await process.Log.Timeline(tenant, reported.Value.Id, 0, 1, default))[0];
        return new(
            tenant, reported.Value.Id, Incident.Practice, stored.Sequence, stored.Type, stored.At, stored.By,
            stored.Data);
    }

    /// <summary>The other side: it has every mail that it took, also one that we died over.</summary>
    private sealed class Captured : IMailTransport
    {
        public ConcurrentQueue<string> Ids { get; } = [];

        public Task Send(MimeMessage message, CancellationToken cancel)
        {
            Ids.Enqueue(message.MessageId!);
            return Task.CompletedTask;
        }
    }
}
