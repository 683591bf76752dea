using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Says whether what a path names is there for a caller, before anything else is said of a request.</summary>
public sealed class RecordSight(RecordStore store, RecordKinds kinds)
{
    /// <summary><c>not_found</c> when a segment of the path is the id of a record that the caller does not see; null
    /// otherwise. A point read for each id.</summary>
    public async Task<Problem?> Missing(Caller caller, string path, CancellationToken cancel)
    {
        foreach (var segment in path.Split('/'))
            if (kinds.Find(segment) is { } kind && !await Sees(caller, kind, RecordId.From(segment), cancel))
                return Problem.NotFound($"{kind.Practice} {segment}");
        return null;
    }

    private async Task<bool> Sees(Caller caller, RecordKind kind, RecordId id, CancellationToken cancel) =>
        await store.Head(caller.Tenant, id, cancel) is { } head && kind.Shows(caller, id, head);
}
