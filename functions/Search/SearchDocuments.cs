using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Search;

/// <summary>Reads what is looked through of records.</summary>
public sealed class SearchDocuments(EventLog log, RecordStore records)
{
    /// <summary>Whether records of this kind are found at all.</summary>
    public static bool Has(RecordId record) => record.Prefix is Incident.Prefix or Change.Prefix;

    /// <summary>The record as it is now; null when there is none. A query over an incident's partition, for its comments;
    /// a point read of a change.</summary>
    internal async Task<SearchSource?> Read(TenantId tenant, RecordId record, CancellationToken cancel)
    {
        if (record.Prefix == Incident.Prefix)
            return SearchSource.Of(record, await log.Timeline(tenant, record, 0, int.MaxValue, cancel));
        return await log.Find<Change, ChangeEvent>(tenant, record, cancel) is { } change
            ? SearchSource.Of(change.State, change.Version)
            : null;
    }

    /// <summary>The records of a kind after one, in the order of their ids. A call for each thousand of their
    /// rows.</summary>
    internal IAsyncEnumerable<SearchSource> All(TenantId tenant, string prefix, RecordId? after, CancellationToken cancel) =>
        records.All(tenant, prefix, after, cancel).Select(whole => SearchSource.Of(whole.Id, whole.Events)!);
}
