using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.ServiceLevels;

/// <summary>Settings whose every event is the whole document: a version is an event.</summary>
internal static class DocumentVersions
{
    /// <summary>The record as a version left it, or <c>not_found</c>. One partition query.</summary>
    public static async Task<Outcome<Versioned<TState>>> AsOf<TState, TEvent>(
        this EventLog log, TenantId tenant, RecordId id, int version, CancellationToken cancel)
        where TState : class, IRecord<TState, TEvent> where TEvent : class
    {
        var history = await log.History<TEvent>(tenant, id, cancel);
        return history.SingleOrDefault(recorded => recorded.Sequence == version) is { } put
            ? new Versioned<TState>(id, TState.Apply(null, put), version)
            : Problem.NotFound($"version {version} of {TState.Practice} {id}");
    }
}
