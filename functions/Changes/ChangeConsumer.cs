using ItsmServerless.Approvals;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Changes;

/// <summary>Hears how approvals end, and lets their changes follow. The same event again changes nothing.</summary>
public sealed class ChangeConsumer(EventLog log, Clock clock) : IEventConsumer
{
    /// <inheritdoc/>
    public bool Hears(string eventType) => eventType == "approval.concluded";

    /// <inheritdoc/>
    public async Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel)
    {
        var concluded = (ApprovalConcluded)EventTypes<ApprovalEvent>.Read(published.Type, published.Data);
        var id = CommandId.FromCause("conclude", published.Id);
        var command = CommandContext.Internal(published.Tenant, id, clock.Now);
        var followed = await log.Execute<Change, ChangeEvent>(
            command, concluded.Subject, change => ConcludeChange.Decide(change, published.Record, concluded), cancel);
        _ = followed.Value; // A refusal here is a conflict that outlasted its retries: the bus delivers again.
    }
}
