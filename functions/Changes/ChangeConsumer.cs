using ItsmServerless.Approvals;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Changes;

/// <summary>Hears how approvals end, and lets their changes follow; hears how changes end, and gives back what they had
/// reserved. The same event again changes nothing.</summary>
public sealed class ChangeConsumer(EventLog log, ChangeScheduling scheduling, Clock clock) : IEventConsumer
{
    /// <inheritdoc/>
    public bool Hears(string eventType) =>
        eventType is "approval.concluded" or "change.completed" or "change.cancelled";

    /// <inheritdoc/>
    public Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel) =>
        published.Practice == Change.Practice ? Release(published, cancel) : Conclude(published, cancel);

    private async Task Release(PublishedEvent published, CancellationToken cancel)
    {
        var change = await log.Get<Change, ChangeEvent>(published.Tenant, published.Record, cancel);
        await scheduling.Release(published.Tenant, change.Value.State, cancel);
    }

    private async Task Conclude(PublishedEvent published, CancellationToken cancel)
    {
        var concluded = (ApprovalConcluded)EventTypes<ApprovalEvent>.Read(published.Type, published.Data);
        var id = CommandId.FromCause("conclude", published.Id);
        var command = CommandContext.Internal(published.Tenant, id, clock.Now) with
        { MayRepeat = false }; // What was concluded decides nothing again: it need not be looked up before.
        var followed = await log.Execute<Change, ChangeEvent>(
            command, concluded.Subject, change => ConcludeChange.Decide(change, published.Record, concluded), cancel);
        _ = followed.Value; // A refusal here is a conflict that outlasted its retries: the bus delivers again.
    }
}
