using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Settings whose every put is the whole document: a version is such an event.</summary>
public static class DocumentVersions
{
    /// <summary>The record as a put left it, or <c>not_found</c>; also of a record that was deleted since. One partition
    /// query.</summary>
    /// <remarks><typeparamref name="TPut"/> is the event that holds the whole document.</remarks>
    public static async Task<Outcome<Versioned<TState>>> AsOf<TState, TEvent, TPut>(
        this EventLog log, TenantId tenant, RecordId id, int version, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class where TPut : class, TEvent
    {
        var history = await log.History<TEvent>(tenant, id, cancel);
        return history.SingleOrDefault(recorded => recorded.Sequence == version) is { Event: TPut } put
            ? new Versioned<TState>(id, TState.Apply(null, put), version)
            : Problem.NotFound($"version {version} of {TState.Practice} {id}");
    }
}
