using System.Text;
using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Workflows;
using ItsmServerless.Notifications;
using ItsmServerless.Notifications.Budgets;
using ItsmServerless.Notifications.Sent;
using ItsmServerless.Notifications.Templates;
using ItsmServerless.Tenants;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>A change from its submission to its close, as callers, bus and workflows take it there: two stages with two
/// approvers each, reserved, reminded of, made, reviewed. Each step may be taken again.</summary>
internal sealed class ChangeScript
{
    private static readonly string[] Voters = ["ann", "bob", "cid", "dan"];
    private static readonly Instant Window = WallTime.Start + Duration.FromDays(2);
    private readonly TenantId _tenant;
    private readonly RecordId _change;
    private readonly WallTime _time;
    private readonly Outgoing _outgoing;
    private readonly LostClient _client = new();
    private readonly Dictionary<RecordId, int> _heard = [];

    private ChangeScript(TenantId tenant, RecordId change, WallTime time, Outgoing outgoing) =>
        (_tenant, _change, _time, _outgoing) = (tenant, change, time, outgoing);

    public RecordId Approval => ItsmServerless.Approvals.Approval.IdFor(_tenant, _change, 1);

    /// <summary>A tenant with a policy of two stages; with one stage, if others are named, who may answer by
    /// mail.</summary>
    public static async Task Found(KernelUnderTest process, TenantId tenant, params string[] others)
    {
        await process.Tables.CreateShared(default);
        await process.Tables.CreateFor(tenant, default);
        PutStage[] stages = others.Length > 0 ? [Stage(others)] : [Stage("ann", "bob"), Stage("cid", "dan")];
        var policy = new PutApprovalPolicy(stages, MailBallots: others.Length > 0);
        var script = new ChangeScript(tenant, new("chg_none"), new WallTime(), new Outgoing());
        var put = await process.Get<ApprovalPolicies>().Put("all", script.Ask(policy, "policy"), default);
        Assert.True(put.Problem is null, put.Problem?.Detail);
    }

    /// <summary>A draft, and what is done with it.</summary>
    /// <param name="item">What it changes; nobody else may change it at that time.</param>
    public static async Task<ChangeScript> Begin(
        KernelUnderTest process, TenantId tenant, string item, WallTime time, Outgoing outgoing)
    {
        var window = new DraftedWindow(Window, Window + Duration.FromHours(2));
        var draft = new DraftChange(
            "Replace it", "normal", new("low", "low"), new("a", "b", "c"), window, ConfigurationItems: [item],
            Owner: $"olga-{item}@acme.example");
        var script = new ChangeScript(tenant, new($"chg_{item}"), time, outgoing);
        var drafted = await process.Get<ChangeDesk>().Draft(script.Ask(draft, "draft"), default);
        return new(tenant, drafted.Value.Id, time, outgoing);
    }

    /// <summary>Takes every step from the beginning. What was delivered to a process that is gone is delivered
    /// again.</summary>
    public async Task Run(KernelUnderTest process)
    {
        _heard.Clear();
        var desk = process.Get<ChangeDesk>();
        await Submit(process);
        foreach (var voter in Voters)
        {
            var vote = Ask(new VoteOnChange("approve"), $"vote/{voter}", voter);
            await Take(process, process.Get<ApprovalDesk>().Vote(vote, _change.Value, default));
        }
        await Take(process, process.Get<ChangeScheduling>().Schedule(
            Ask(new ScheduleChange(), "schedule"), _change.Value, default));
        await GoOn(process, Window - Duration.FromHours(24));
        await GoOn(process, Window - Duration.FromHours(1));
        await Take(process, desk.Move(Ask(new NoBody(), "start"), _change.Value, StartChange.Decide, default));
        var end = Ask(new CompleteChange("successful", "Done"), "complete");
        await Take(process, desk.Move(end, _change.Value, state => CompleteChange.Decide(state, end.Body), default));
        await GoOn(process, Window + Duration.FromDays(2));
        var look = Ask(new ReviewChange("Good"), "review");
        await Take(process, desk.Move(look, _change.Value, state => ReviewChange.Decide(state, look.Body, []), default));
        await Take(process, desk.Move(Ask(new NoBody(), "close"), _change.Value, CloseChange.Decide, default));
    }

    /// <summary>Asks the approvers.</summary>
    public Task Submit(KernelUnderTest process) => Take(
        process, process.Get<ChangeDesk>().Submit(Ask(new NoBody(), "submit"), _change.Value, default));

    /// <summary>Somebody works here no more, and has a delegate. Everything is delivered again.</summary>
    public async Task Leave(KernelUnderTest process, string who, string to)
    {
        _heard.Clear();
        var (person, until) = (new EmailAddress($"{who}@acme.example"), WallTime.Start + Duration.FromDays(30));
        var delegated = new PutDelegation($"{to}@acme.example", WallTime.Start, until, "Left");
        var body = new PutPerson(who, null, null, null, delegated, Active: false);
        var left = await process.Log.Execute<Person, PersonEvent>(
            Ask(body, "leave").Command, Person.IdOf(person), _ => PutPerson.Decide(person, body), default);
        Assert.True(left.Problem is null, left.Problem?.Detail);
        await Deliver(process, Person.IdOf(person), Person.Practice);
        await Deliver(process);
    }

    public async Task<IEnumerable<string>> History(KernelUnderTest process) => await Types(process, Approval);

    public async Task<IEnumerable<string>> ChangeHistory(KernelUnderTest process) => await Types(process, _change);

    /// <summary>What holds the item of the change.</summary>
    public async Task<string> Reserved(KernelUnderTest process, string item)
    {
        var row = await process.Lists.Find(
            _tenant, TableNames.Lookups, "reservation", $"item|{item.ToUpperInvariant()}", default);
        return Encoding.UTF8.GetString(row!.GetBinary("Json"));
    }

    private async Task<IEnumerable<string>> Types(KernelUnderTest process, RecordId record) =>
        (await process.Log.Timeline(_tenant, record, 0, 100, default)).Select(happened => happened.Type);

    private async Task Take<T>(KernelUnderTest process, Task<Outcome<T>> step)
    {
        var outcome = await step;
        Assert.True(outcome.Problem is null, outcome.Problem?.Detail);
        await Deliver(process);
    }

    private async Task GoOn(KernelUnderTest process, Instant until)
    {
        _time.GoOn(until);
        await Deliver(process);
    }

    /// <summary>Delivers every event that this process did not hear yet, until nothing new follows.</summary>
    private async Task Deliver(KernelUnderTest process)
    {
        var heard = 1;
        while (heard > 0)
        {
            heard = await Deliver(process, _change, Change.Practice);
            heard += await Deliver(process, Approval, ItsmServerless.Approvals.Approval.Practice);
            await process.Get<ApprovalKeeper>().Tend(new ApprovalReference(_tenant, Approval), default);
            await process.Get<ChangeKeeper>().Tend(_tenant, _change, null, default);
        }
    }

    private async Task<int> Deliver(KernelUnderTest process, RecordId record, string practice)
    {
        var notifier = new Notifier(
            process.Get<Notices>(), process.Get<Recipients>(), new MailDelivery(
                process.Get<NoticeWriter>(), process.Get<MailComposer>(), process.Get<SentMails>(),
                process.Get<MailRestraint>(), _outgoing, process.Get<ItsmServerless.Metering.UsageMeter>(), NullLogger<MailDelivery>.Instance),
            process.Get<NoticeWriter>(), process.Get<TeamsCards>());
        var events = await process.Log.Timeline(_tenant, record, _heard.GetValueOrDefault(record), 100, default);
        foreach (var stored in events)
        {
            var published = new PublishedEvent(
                _tenant, record, practice, stored.Sequence, stored.Type, stored.At, stored.By, stored.Data);
            foreach (var consumer in process.Get<IEnumerable<IEventConsumer>>().Where(each => each.Hears(stored.Type)))
                await consumer.On(published, _client, default);
            await notifier.On(published, default);
            _heard[record] = stored.Sequence;
        }
        return events.Count;
    }

    private static PutStage Stage(params string[] people) => new(
        "CAB", [.. people.Select(name => new StageApprover($"{name}@acme.example"))], new("all"), Duration.FromDays(3));

    private Request<T> Ask<T>(T body, string key, string? person = null) where T : class
    {
        EmailAddress? who = person is null ? null : new($"{person}@acme.example");
        var caller = new ItsmServerless.Kernel.Auth.Caller(_tenant, Role.Admin, "key", who);
        key = $"{_change}/{key}";
        return new(caller, body, KernelUnderTest.Command(_tenant, CommandId.FromKey(key), _time.Now), key);
    }
}
