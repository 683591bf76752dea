using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Makes a record's list rows those of its newest version when two processes changed it at once.</summary>
/// <remarks>Rows are written after the commit, so those of an older version may land last. Whoever wrote rows looks
/// once more: if the record moved on, they are derived anew, until they are those of the version that stands.</remarks>
public sealed class Healing(RecordStore store, RecordKinds kinds, Projections projections)
{
    /// <summary>One point read; more only when another process came between. May be called again.</summary>
    /// <param name="written">The version whose rows were written.</param>
    public async Task Settle(TenantId tenant, RecordId id, int written, CancellationToken cancel)
    {
        while (await store.Head(tenant, id, cancel) is { } head && head.Version != written)
        {
            var events = await store.Events(tenant, id, 0, int.MaxValue, cancel);
            await projections.Write(tenant, kinds.Of(id).Rebuild(id, events), cancel);
            written = events[^1].Sequence;
        }
    }
}
