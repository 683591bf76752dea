using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outbox;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>What every command passes: the record's partition, the intent, the read models, the publication.</summary>
internal sealed record CommandPath(RecordStore Store, Intents Intents, Projections Projections, OutboxPump Pump)
{
    /// <summary>The record as it was at a version.</summary>
    public async Task<Versioned<TState>> AsOf<TState, TEvent>(TenantId tenant, RecordId id, int version, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class
    {
        var head = (await Store.Head(tenant, id, cancel))!;
        return head.Version == version
            ? head.As<TState>(id)
            : Fold.All<TState, TEvent>(id, await Store.Events(tenant, id, 0, version, cancel));
    }

    /// <summary>After the commit: read models now, publication off the request path.</summary>
    public async Task Publish(
        CommandContext command, RecordId id, string practice, RowChange change, ImmutableArray<StoredEvent> events, CancellationToken cancel)
    {
        if (await Projections.TryWrite(command.Tenant, change, cancel)) Pump.Hand(new(command.Tenant, id, practice, command.Id, events));
    }
}
