using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Search.Index;

namespace ItsmServerless.Search;

/// <summary>Finds records by their words, newest update first.</summary>
/// <remarks>The index names candidates; what is shown, and whether it may be, is the record's as it is now.</remarks>
public sealed class SearchDesk(SearchIndex index, EventLog log, Signer signer)
{
    private const string CursorPurpose = "search-cursor";
    private const int MostLookedAt = 2_000;

    /// <summary>A page. What the index costs, and a point read for each record.</summary>
    public async Task<Outcome<Page<SearchHit>>> Search(SearchQuestion question, CancellationToken cancel)
    {
        if (After(question).IsRefused(out var bad, out var after)) return bad;
        if (question.Query.Clauses.IsEmpty) return new Page<SearchHit>([], null);
        var candidates = index.Find(question.Caller.Tenant, question.Scope, cancel)
            .Where(facts => question.MayShow(facts) && (after is null || FactOrder.Instance.Compare(facts, after) > 0));
        var (hits, last, limit, looked) = (new List<SearchHit>(), (DocumentFacts?)null, question.Paging.Limit, 0);
        await foreach (var some in candidates.Chunk(limit + 1).WithCancellation(cancel))
        {
            var shown = await Task.WhenAll(some.Select(facts => Show(question, facts, cancel)));
            for (var place = 0; place < some.Length; place++)
            {
                if (hits.Count == limit && shown[place] is not null) return new Page<SearchHit>(hits, Cursor(question, last!));
                last = shown[place] is null && hits.Count == limit ? last : some[place];
                if (shown[place] is { } hit) hits.Add(hit);
            }
            if ((looked += some.Length) >= MostLookedAt) return new Page<SearchHit>(hits, Cursor(question, last!));
        }
        return new Page<SearchHit>(hits, null);
    }

    /// <summary>One point read; null when it may not be shown, or is none of those asked for any more.</summary>
    private async Task<SearchHit?> Show(SearchQuestion question, DocumentFacts facts, CancellationToken cancel)
    {
        var (tenant, id) = (question.Caller.Tenant, facts.Id);
        if (id.Prefix == Incident.Prefix)
            return (await log.Find<Incident, IncidentEvent>(tenant, id, cancel))?.State is { } incident &&
                incident.IsVisibleTo(question.Caller) &&
                question.Shows(Incident.Practice, Words<IncidentState>.Of(incident.State), incident.IsOpen)
                    ? SearchHit.Of(incident, [], question.Query) ?? await InComments(question, incident, cancel)
                    : null;
        return (await log.Find<Change, ChangeEvent>(tenant, id, cancel))?.State is { } change &&
            question.Shows(Change.Practice, Words<ChangeState>.Of(change.State), change.IsOpen)
                ? SearchHit.Of(change, question.Query)
                : null;
    }

    /// <summary>For what is not in the record itself: a query over its partition. Null when no comment that the caller may
    /// read has it.</summary>
    private async Task<SearchHit?> InComments(SearchQuestion question, Incident incident, CancellationToken cancel)
    {
        var history = await log.History<IncidentEvent>(question.Caller.Tenant, incident.Id, cancel);
        var comments = history.Select(recorded => recorded.Event).OfType<IncidentCommented>()
            .Where(said => question.SeesInternal || said.Visibility == Visibility.Public);
        return SearchHit.Of(incident, [.. comments.Select(said => said.Body)], question.Query);
    }

    private Outcome<DocumentFacts?> After(SearchQuestion question)
    {
        if (question.Paging.Cursor is not { } cursor) return default(DocumentFacts);
        return signer.Open(CursorPurpose, question.Context, cursor)?.Split('|') is [var time, var id]
            ? new DocumentFacts(
                RecordId.From(id), 0, long.Parse(time, System.Globalization.CultureInfo.InvariantCulture), "", "", false, "", "", "")
            : new Problem(ProblemCode.InvalidCursor, "The cursor is altered, or of another search.");
    }

    private string Cursor(SearchQuestion question, DocumentFacts last) =>
        signer.Seal(CursorPurpose, question.Context, $"{last.UpdatedAt}|{last.Id}");
}
