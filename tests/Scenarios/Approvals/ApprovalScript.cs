using System.Collections.Concurrent;
using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Workflows;
using ItsmServerless.Notifications;
using ItsmServerless.Notifications.Budgets;
using ItsmServerless.Notifications.Sent;
using ItsmServerless.Notifications.Templates;
using ItsmServerless.Tests.Scenarios.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>A change of two stages with two approvers each, from its submission to its approval, as caller, bus and
/// workflow take it there. Each step may be taken again.</summary>
internal sealed class ApprovalScript
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);
    private readonly TenantId _tenant;
    private readonly RecordId _change;
    private readonly RecordId _approval;
    private readonly Outgoing _outgoing;
    private readonly LostClient _client = new();

    private ApprovalScript(TenantId tenant, RecordId change, Outgoing outgoing)
    {
        (_tenant, _change, _outgoing) = (tenant, change, outgoing);
        _approval = Approval.IdFor(tenant, change, 1);
    }

    /// <summary>A tenant with a policy, and a draft.</summary>
    public static async Task<ApprovalScript> Begin(KernelUnderTest process, Outgoing outgoing, string tenantId)
    {
        var tenant = TenantId.From(tenantId);
        await process.Tables.CreateShared(default);
        await process.Tables.CreateFor(tenant, default);
        PutStage[] stages = [Stage("ann", "bob"), Stage("cid", "dan")];
        var policy = Asking(tenant, new PutApprovalPolicy(stages), "policy");
        await process.Get<ApprovalPolicies>().Put("all", policy, default);
        var window = new DraftedWindow(Start + Duration.FromDays(1), Start + Duration.FromDays(2));
        var draft = new DraftChange(
            "Replace it", "normal", new("low", "low"), new("a", "b", "c"), window, Owner: "olga@acme.example");
        var drafted = await process.Get<ChangeDesk>().Draft(Asking(tenant, draft, "draft"), default);
        return new(tenant, drafted.Value.Id, outgoing);
    }

    public async Task Run(KernelUnderTest process)
    {
        await process.Get<ChangeDesk>().Submit(Asking(_tenant, new NoBody(), "submit"), _change.Value, default);
        await Deliver(process);
        foreach (var voter in new[] { "ann", "bob", "cid", "dan" })
        {
            var vote = Asking(_tenant, new VoteOnChange("approve"), $"vote/{voter}", voter);
            var voted = await process.Get<ApprovalDesk>().Vote(vote, _change.Value, default);
            _ = voted.Value;
            await Deliver(process);
        }
    }

    public async Task<IEnumerable<string>> History(KernelUnderTest process) => await Types(process, _approval);

    public async Task<IEnumerable<string>> ChangeHistory(KernelUnderTest process) => await Types(process, _change);

    private async Task<IEnumerable<string>> Types(KernelUnderTest process, RecordId record) =>
        (await process.Log.Timeline(_tenant, record, 0, 100, default)).Select(happened => happened.Type);

    /// <summary>Delivers every event there is, old ones again, until nothing new follows.</summary>
    private async Task Deliver(KernelUnderTest process)
    {
        for (int before = -1, now = 0; before != now;)
        {
            before = now;
            now = await Deliver(process, _change, Change.Practice);
            now += await Deliver(process, _approval, Approval.Practice);
            await process.Get<ApprovalKeeper>().Tend(new ApprovalReference(_tenant, _approval), default);
        }
    }

    private async Task<int> Deliver(KernelUnderTest process, RecordId record, string practice)
    {
        var notifier = new Notifier(
            process.Get<Notices>(), process.Get<Recipients>(), new MailDelivery(
                process.Get<NoticeWriter>(), process.Get<MailComposer>(), process.Get<SentMails>(),
                process.Get<MailRestraint>(), _outgoing, NullLogger<MailDelivery>.Instance),
            process.Get<NoticeWriter>(), process.Get<TeamsCards>());
        var events = await process.Log.Timeline(_tenant, record, 0, 100, default);
        foreach (var stored in events)
        {
            var published = new PublishedEvent(
                _tenant, record, practice, stored.Sequence, stored.Type, stored.At, stored.By, stored.Data);
            foreach (var consumer in process.Get<IEnumerable<IEventConsumer>>().Where(each => each.Hears(stored.Type)))
                await consumer.On(published, _client, default);
            await notifier.On(published, default);
        }
        return events.Count;
    }

    private static PutStage Stage(params string[] people) => new(
        "CAB", [.. people.Select(name => new StageApprover($"{name}@acme.example"))], new("all"), Duration.FromDays(3));

    private static Request<T> Asking<T>(TenantId tenant, T body, string key, string? person = null) where T : class
    {
        EmailAddress? voter = person is null ? null : new($"{person}@acme.example");
        var caller = new ItsmServerless.Kernel.Auth.Caller(tenant, Role.Admin, "key", voter);
        return new(caller, body, KernelUnderTest.Command(tenant, CommandId.FromCause(key), Start), key);
    }
}

/// <summary>Where mails go: who was told what, each mail once however often it is handed over.</summary>
internal sealed class Outgoing : IMailTransport
{
    private readonly ConcurrentDictionary<string, string> _mails = new();

    public IEnumerable<string> Told => _mails.Values.Order(StringComparer.Ordinal);

    public Task Send(MimeMessage message, CancellationToken cancel)
    {
        var who = message.To.Mailboxes.Single().LocalPart;
        var what = message.TextBody!.Contains("You are asked", StringComparison.Ordinal) ? "asked" : "decided";
        Assert.Equal($"{who} {what}", _mails.GetOrAdd(message.MessageId!, $"{who} {what}"));
        return Task.CompletedTask;
    }
}
