using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Reads and changes records. One command is one entity-group transaction: head, events and command row together.</summary>
public sealed class EventLog
{
    /// <summary>The record as it is now; null when there is none. One point read.</summary>
    public Task<Versioned<TState>?> Find<TState, TEvent>(TenantId tenant, RecordId id, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class => throw new NotSupportedException();

    /// <summary>The record as it is now, or the refusal <c>not_found</c>. One point read.</summary>
    public Task<Outcome<Versioned<TState>>> Get<TState, TEvent>(TenantId tenant, RecordId id, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class => throw new NotSupportedException();

    /// <summary>The record's events from <paramref name="after"/> on, oldest first, at most <paramref name="limit"/>. One partition query.</summary>
    public Task<IReadOnlyList<StoredEvent>> Timeline(TenantId tenant, RecordId id, int after, int limit, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>The record's events as the practice's own types, oldest first. One partition query.</summary>
    public Task<IReadOnlyList<Recorded<TEvent>>> History<TEvent>(TenantId tenant, RecordId id, CancellationToken cancel) where TEvent : class => throw new NotSupportedException();

    /// <summary>Decides and commits. The same command again gives the first answer again.</summary>
    /// <param name="decide">Pure; may be asked again with a newer state when another command came between.</param>
    /// <returns>The record after the command; or what <paramref name="decide"/> refused, <c>idempotency_mismatch</c>,
    /// <c>precondition_required</c> or <c>version_conflict</c>.</returns>
    public Task<Outcome<Versioned<TState>>> Execute<TState, TEvent>(
        CommandContext command, RecordId id, Func<TState?, Decision<TEvent>> decide, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class => throw new NotSupportedException();
}
