using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outbox;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Reads and changes records. One command is one entity-group transaction: head, events and command row
/// together.</summary>
/// <remarks>Around the transaction: an intent before it, list rows and publication after it. What a crash leaves
/// between is finished
/// by the sweeper (docs/decisions/0002).</remarks>
public sealed class EventLog(RecordStore store, Intents intents, Projections projections, OutboxPump pump)
{
    private readonly CommandPath path = new(store, intents, projections, pump);
    private readonly RecordGate gate = new();

    /// <summary>The record as it is now; null when there is none, or it was deleted. One point read.</summary>
    public async Task<Versioned<TState>?> Find<TState, TEvent>(TenantId tenant, RecordId id, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class =>
        (await store.Head(tenant, id, cancel))?.As<TState>(id) is { } found && !TState.IsDeleted(found.State) ? found : null;

    /// <summary>The record as it is now, or the refusal <c>not_found</c>. One point read.</summary>
    public async Task<Outcome<Versioned<TState>>> Get<TState, TEvent>(TenantId tenant, RecordId id, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class =>
        await Find<TState, TEvent>(tenant, id, cancel) is { } found ? found : Problem.NotFound($"{TState.Practice} {id}");

    /// <summary>The record's events from after a sequence on, oldest first, at most <paramref name="limit"/>. One
    /// partition query.</summary>
    public Task<IReadOnlyList<StoredEvent>> Timeline(TenantId tenant, RecordId id, int after, int limit, CancellationToken cancel) =>
        store.Events(tenant, id, after, limit, cancel);

    /// <summary>The record's events as the practice's own types, oldest first. One partition query.</summary>
    public async Task<IReadOnlyList<Recorded<TEvent>>> History<TEvent>(TenantId tenant, RecordId id, CancellationToken cancel) where TEvent : class =>
        [.. (await store.Events(tenant, id, 0, int.MaxValue, cancel)).Select(stored => Fold.Typed<TEvent>(id, stored))];

    /// <summary>Decides and commits. The same command again gives the first answer again.</summary>
    /// <param name="decide">Pure; may be asked again with a newer state when another command came between.</param>
    /// <returns>The record after the command; or what <paramref name="decide"/> refused, <c>idempotency_mismatch</c>,
    /// <c>precondition_required</c> or <c>version_conflict</c>.</returns>
    public Task<Outcome<Versioned<TState>>> Execute<TState, TEvent>(
        CommandContext command, RecordId id, Func<TState?, Decision<TEvent>> decide, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class =>
        Run(new Attempt<TState, TEvent>(path, command, id, decide), command.Tenant, id, assumeNew: false, cancel);

    /// <summary>The same for a record that is most likely new: it is not read first, which saves a
    /// transaction.</summary>
    /// <param name="decide">Pure; asked with a state only when the record turned out to exist, and should refuse
    /// then.</param>
    public Task<Outcome<Versioned<TState>>> Create<TState, TEvent>(
        CommandContext command, RecordId id, Func<TState?, Decision<TEvent>> decide, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class =>
        Run(new Attempt<TState, TEvent>(path, command, id, decide), command.Tenant, id, assumeNew: true, cancel);

    /// <summary>Acts for a command whose answer no event tells, and keeps that answer beside a record, for the command
    /// may come again.</summary>
    /// <param name="id">Whose partition keeps it; there need be no such record.</param>
    /// <param name="act">Safe to repeat by the command's id: it is asked again when the process ended before its answer
    /// was kept.</param>
    /// <remarks>A point read and an insert for what came with an Idempotency-Key, none for the rest.</remarks>
    public async Task<Outcome<T>> Once<T>(
        CommandContext command, RecordId id, Func<Task<Outcome<T>>> act, CancellationToken cancel)
    {
        if (!command.KeepsAnswer) return await act();
        if (await Answer() is { } first) return first;
        var answer = await act();
        var isKept = KeptAnswer.Of(answer) is not { } kept ||
            await path.Store.TryKeep(command.Tenant, id, command, 0, kept, cancel);
        return isKept ? answer : (await Answer())!.Value;

        async Task<Outcome<T>?> Answer()
        {
            if (await path.Store.Command(command.Tenant, id, command.Id, cancel) is not { } done) return null;
            return done.RefusalOf(command) is { } refusal ? refusal : done.Kept!.As<T>();
        }
    }

    /// <summary>Whether a record took a command that may come again. One point read for what came with an
    /// Idempotency-Key.</summary>
    public async Task<bool> Took(CommandContext command, RecordId id, CancellationToken cancel) =>
        command.KeepsAnswer && await path.Store.Command(command.Tenant, id, command.Id, cancel) is not null;

    private async Task<Outcome<Versioned<TState>>> Run<TState, TEvent>(
        Attempt<TState, TEvent> attempt, TenantId tenant, RecordId id, bool assumeNew, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class
    {
        using var turn = await gate.Enter(tenant, id, cancel);
        return await attempt.Run(assumeNew, cancel);
    }
}
