using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Search.Index;

namespace ItsmServerless.Search;

/// <summary>Makes of a record's events what is looked through.</summary>
public sealed class SearchDocuments(EventLog log)
{
    /// <summary>Whether records of this kind are found at all.</summary>
    public static bool Has(RecordId record) => record.Prefix is Incident.Prefix or Change.Prefix;

    /// <summary>The record as it is now; null when there is none. One query over its partition.</summary>
    internal async Task<IndexedDocument?> Read(TenantId tenant, RecordId record, CancellationToken cancel) =>
        record.Prefix == Incident.Prefix
            ? Of(await log.History<IncidentEvent>(tenant, record, cancel))
            : Of(await log.History<ChangeEvent>(tenant, record, cancel));

    private static IndexedDocument? Of(IReadOnlyList<Recorded<IncidentEvent>> history)
    {
        if (history.Count == 0) return null;
        var incident = history.Aggregate((Incident?)null, Incident.Apply)!;
        var facts = new DocumentFacts(
            incident.Id, incident.Version, incident.UpdatedAt.ToUnixTimeTicks(), Incident.Practice,
            Words<IncidentState>.Of(incident.State), incident.IsOpen, incident.Requester?.Email.Value ?? "",
            incident.ReportedBy.Value, incident.Group ?? "");
        var comments = history.Select(recorded => recorded.Event).OfType<IncidentCommented>()
            .Select(comment => new DocumentField(comment.Body, comment.Visibility == Visibility.Internal));
        return IndexedDocument.Of(facts,
            [new(incident.Number), new(incident.Title), new(incident.Description ?? ""), .. comments]);
    }

    private static IndexedDocument? Of(IReadOnlyList<Recorded<ChangeEvent>> history)
    {
        if (history.Count == 0) return null;
        var change = history.Aggregate((Change?)null, Change.Apply)!;
        var facts = new DocumentFacts(
            change.Id, history[^1].Sequence, change.UpdatedAt.ToUnixTimeTicks(), Change.Practice,
            Words<ChangeState>.Of(change.State), change.IsOpen, "", "", "");
        return IndexedDocument.Of(facts,
            [new(change.Number), new(change.Content.Title), new(change.Content.Description ?? "")]);
    }
}
