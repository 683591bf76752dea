using ItsmServerless.Changes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Approvals;

/// <summary>Hears what happens to changes and to approvals, and starts, ends or wakes what follows. Safe to
/// repeat.</summary>
public sealed class ApprovalConsumer(EventLog log, DueTable due, Clock clock) : IEventConsumer
{
    /// <inheritdoc/>
    public bool Hears(string eventType) => eventType is "change.submitted" or "change.edited" or "change.cancelled"
        or "approval.voted" or "approval.passed_on" or "approval.voided" or "approval.withdrawn";

    /// <inheritdoc/>
    public async Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel)
    {
        if (published.Practice != Approval.Practice) await Follow(published, client, cancel);
        else if (MakesDue(published)) await Wake(new(published.Tenant, published.Record), client, cancel);
    }

    /// <summary>Whether something is to be done sooner than before: a vote that leaves its question open makes nobody
    /// wait less.</summary>
    private static bool MakesDue(PublishedEvent published) =>
        EventTypes<ApprovalEvent>.Read(published.Type, published.Data) is not ApprovalVoted { Decides: false };

    private Task Follow(PublishedEvent published, DurableTaskClient client, CancellationToken cancel) =>
        EventTypes<ChangeEvent>.Read(published.Type, published.Data) switch
        {
            ChangeSubmitted { Policy: { } policy } submitted => Request(published, submitted, policy, client, cancel),
            ChangeEdited => End(published, EndApproval.Void, cancel),
            ChangeCancelled => End(published, EndApproval.Withdraw, cancel),
            _ => Task.CompletedTask,
        };

    private async Task Request(
        PublishedEvent published, ChangeSubmitted submitted, PolicyVersion version, DurableTaskClient client,
        CancellationToken cancel)
    {
        var about = new ApprovalReference(
            published.Tenant, Approval.IdFor(published.Tenant, published.Record, submitted.Generation));
        var (change, policy) = (await Read(published, cancel), await Policy(published.Tenant, version, cancel));
        var requested = await log.Create<Approval, ApprovalEvent>(
            CommandOf(about, $"{published.Id}/request"), about.Approval,
            state => RequestApproval.Decide(state, change, submitted, policy), cancel);
        _ = requested.Value; // A refusal here is a conflict that outlasted its retries: the bus delivers again.
        if (Overtaken(await Read(published, cancel), submitted) is { } end)
            await Execute(about, $"{published.Id}/overtaken", end, cancel);
        else await Start(about, client, cancel);
    }

    /// <summary>Whoever ended the question before its approval was there found nothing to end: it is ended
    /// here.</summary>
    private static Func<Approval?, Decision<ApprovalEvent>>? Overtaken(Change now, ChangeSubmitted submitted)
    {
        if (now.State == ChangeState.Cancelled) return EndApproval.Withdraw;
        var isOther = now.Generation != submitted.Generation || now.ContentHash != submitted.ContentHash;
        return isOther ? EndApproval.Void : null;
    }

    /// <summary>Ends the question that was open at the time of the event, and no later one.</summary>
    private async Task End(
        PublishedEvent published, Func<Approval?, Decision<ApprovalEvent>> end, CancellationToken cancel)
    {
        var generation = await GenerationAt(published, cancel);
        if (generation == 0) return;
        var about = new ApprovalReference(
            published.Tenant, Approval.IdFor(published.Tenant, published.Record, generation));
        if (await log.Find<Approval, ApprovalEvent>(about.Tenant, about.Approval, cancel) is not null)
            await Execute(about, $"{published.Id}/end", end, cancel);
    }

    private async Task<Change> Read(PublishedEvent published, CancellationToken cancel) =>
        (await log.Get<Change, ChangeEvent>(published.Tenant, published.Record, cancel)).Value.State;

    private async Task<int> GenerationAt(PublishedEvent published, CancellationToken cancel) =>
        (await log.History<ChangeEvent>(published.Tenant, published.Record, cancel))
        .TakeWhile(recorded => recorded.Sequence < published.Sequence)
        .Select(recorded => recorded.Event).OfType<ChangeSubmitted>().LastOrDefault()?.Generation ?? 0;

    private async Task<ApprovalPolicy> Policy(TenantId tenant, PolicyVersion version, CancellationToken cancel)
    {
        var history = await log.History<ApprovalPolicyEvent>(tenant, ApprovalPolicy.IdOf(version.Key), cancel);
        return ApprovalPolicy.Apply(null, history.First(recorded => recorded.Sequence == version.Version));
    }

    private async Task Execute(
        ApprovalReference about, string cause, Func<Approval?, Decision<ApprovalEvent>> decide,
        CancellationToken cancel)
    {
        var done = await log.Execute<Approval, ApprovalEvent>(CommandOf(about, cause), about.Approval, decide, cancel);
        _ = done.Value; // A refusal here is a conflict that outlasted its retries: the bus delivers again.
    }

    /// <summary>What is taken here decides nothing once it was taken: it need not be looked up before.</summary>
    private CommandContext CommandOf(ApprovalReference about, string cause) =>
        CommandContext.Internal(about.Tenant, CommandId.FromCause("approval", cause), clock.Now) with
        { MayRepeat = false };

    /// <summary>Files it first: an orchestration that is lost before its first step is found by the sweeper.</summary>
    private async Task Start(ApprovalReference about, DurableTaskClient client, CancellationToken cancel)
    {
        if (await client.GetInstanceAsync(about.InstanceId, cancel) is not null) return;
        var filed = ApprovalReference.Of(about.Tenant, about.Approval, clock.Now);
        await due.Move(about.Tenant, about.Approval, null, filed.Filed, cancel);
        await client.ScheduleNewOrchestrationInstanceAsync(
            ApprovalWorkflow.Name, filed, new StartOrchestrationOptions(about.InstanceId), cancel);
    }

    /// <summary>An orchestration that was lost is replaced, as long as there is something to do.</summary>
    private async Task Wake(ApprovalReference about, DurableTaskClient client, CancellationToken cancel)
    {
        if (await client.GetInstanceAsync(about.InstanceId, cancel) is { IsCompleted: false })
            await client.RaiseEventAsync(about.InstanceId, ApprovalWorkflow.Changed, "", cancel);
        else if (await log.Find<Approval, ApprovalEvent>(about.Tenant, about.Approval, cancel)
                 is { State.State: ApprovalState.Pending })
            await client.ScheduleNewOrchestrationInstanceAsync(
                ApprovalWorkflow.Name, about, new StartOrchestrationOptions(about.InstanceId), cancel);
    }
}
