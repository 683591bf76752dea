using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Kernel.Workflows;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>Takes the steps that a change needs now. The orchestration and the sweeper both go through here.</summary>
/// <remarks>Safe to repeat, alone or together with itself: a step is a command with the id of its cause, and is taken
/// only while the change still needs it.</remarks>
public sealed class ChangeKeeper(EventLog log, DueTable due, ChangeSettings settings, Clock clock) : IDueKeeper
{
    /// <inheritdoc/>
    public string Prefix => Change.Prefix;

    /// <inheritdoc/>
    public Task Tend(DueEntry entry, CancellationToken cancel) => Tend(entry.Tenant, entry.Record, entry.At, cancel);

    /// <summary>Takes one step after the other until there is nothing to do but wait, and files until when.</summary>
    /// <param name="filed">The entry of the due table that this look answers; null when there is none.</param>
    /// <returns>How long to wait; null when the change has ended.</returns>
    public async Task<ChangeStep.Wait?> Tend(
        TenantId tenant, RecordId change, Instant? filed, CancellationToken cancel)
    {
        var wait = await Steps(tenant, change, cancel);
        await due.Move(tenant, change, filed, wait?.Until, cancel);
        return wait;
    }

    private async Task<ChangeStep.Wait?> Steps(TenantId tenant, RecordId id, CancellationToken cancel)
    {
        while (await log.Find<Change, ChangeEvent>(tenant, id, cancel) is { } change)
        {
            var now = clock.Now;
            switch (ChangeStep.Of(change.State, settings, now))
            {
                case ChangeStep.Wait wait: return wait;
                case ChangeStep.Done: return null;
                case var step: await Take(tenant, change, step, now, cancel); break;
            }
        }
        return null;
    }

    /// <summary>The version is part of the cause: the same step may be due again after an edit.</summary>
    private async Task Take(
        TenantId tenant, Versioned<Change> change, ChangeStep step, Instant now, CancellationToken cancel)
    {
        var id = CommandId.FromCause("change", change.Id.Value, $"{change.Version}", step.ToString());
        var taken = await log.Execute<Change, ChangeEvent>(
            CommandContext.Internal(tenant, id, now), change.Id,
            state => TakeChangeStep.Decide(state!, step, settings, now), cancel);
        _ = taken.Value; // A refusal here is a conflict that outlasted its retries: the step is tried again.
    }
}
