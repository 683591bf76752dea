using ItsmServerless.Kernel.Ids;
using ItsmServerless.Search.Index;
using ItsmServerless.Search.Text;

namespace ItsmServerless.Search;

/// <summary>A tenant's records by their words.</summary>
public sealed class SearchIndex(SearchStore store, SearchCache cache, RecentDocuments recent)
{
    private const int Tries = 5;

    /// <summary>The newest versions of records that fit, newest update first. A query over a small table and a point
    /// read; and what is not in memory of the segments: a point read for each block that a word may be in.</summary>
    internal async Task<IEnumerable<DocumentFacts>> Find(
        TenantId tenant, SearchQuery query, bool seesInternal, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryFind(tenant, query, seesInternal, cancel);
            }
            catch (SegmentGoneException) when (tries < Tries)
            {
                continue; // It was merged meanwhile: the manifest names the one that has its records.
            }
        }
    }

    /// <summary>What waits is read before the manifest: what a segment took over meanwhile is in one that is named.</summary>
    private async Task<IEnumerable<DocumentFacts>> TryFind(
        TenantId tenant, SearchQuery query, bool seesInternal, CancellationToken cancel)
    {
        var waiting = (await recent.Read(tenant, cancel)).GroupBy(document => document.Facts.Id)
            .ToDictionary(group => group.Key, group => group.MaxBy(document => document.Facts.Version)!);
        var (manifest, _) = await store.Manifest(tenant, cancel);
        var snapshot = await cache.Snapshot(tenant, manifest, cancel);
        var found = await Task.WhenAll(snapshot.Parts.Select(part => InSegment(tenant, part.Segment, part.Alive, query, seesInternal, cancel)));
        var fresh = waiting.Values
            .Where(document => document.Facts.Version >= snapshot.Newest.GetValueOrDefault(document.Facts.Id))
            .Where(document => DocumentSearch.Fits(document, query, seesInternal))
            .Select(document => document.Facts).Order(FactOrder.Instance);
        var streams = found.Select(facts => facts.Where(each => !IsOvertaken(each))).Append(fresh);
        return Merge([.. streams]);

        bool IsOvertaken(DocumentFacts facts) =>
            waiting.TryGetValue(facts.Id, out var newer) && newer.Facts.Version >= facts.Version;
    }

    private async Task<IEnumerable<DocumentFacts>> InSegment(
        TenantId tenant, Segment segment, DocumentSet alive, SearchQuery query, bool seesInternal, CancellationToken cancel)
    {
        var search = new SegmentSearch(segment, (info, block, token) => cache.Block(tenant, info, block, token), seesInternal);
        var found = await search.Find(query, cancel);
        found.And(alive);
        return found.Ordinals().Select(ordinal => segment.Facts[ordinal]);
    }

    private static IEnumerable<DocumentFacts> Merge(IReadOnlyList<IEnumerable<DocumentFacts>> streams)
    {
        var heads = new PriorityQueue<IEnumerator<DocumentFacts>, DocumentFacts>(FactOrder.Instance);
        foreach (var stream in streams.Select(stream => stream.GetEnumerator()))
            if (stream.MoveNext()) heads.Enqueue(stream, stream.Current);
        while (heads.TryDequeue(out var head, out var facts))
        {
            yield return facts;
            if (head.MoveNext()) heads.Enqueue(head, head.Current);
        }
    }
}
