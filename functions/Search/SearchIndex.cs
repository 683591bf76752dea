using System.Runtime.CompilerServices;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Search.Index;

namespace ItsmServerless.Search;

/// <summary>A tenant's records by their words.</summary>
public sealed class SearchIndex(SearchStore store, SearchCache cache, RecentDocuments recent)
{
    private const int Tries = 5;

    /// <summary>The newest versions of records that fit, newest update first, as far as they are taken. A query over a
    /// small table; and what is not in memory of the segments: see <see cref="SegmentSearch"/>.</summary>
    internal async IAsyncEnumerable<DocumentFacts> Find(
        TenantId tenant, SearchScope scope, [EnumeratorCancellation] CancellationToken cancel)
    {
        DocumentFacts? last = null;
        for (var tries = 1; ; tries++)
        {
            await using var found = FindOnce(tenant, scope, isAnew: tries > 1, cancel).GetAsyncEnumerator(cancel);
            while (await Next(found, mayBeGone: tries < Tries) is { } isThere)
            {
                if (!isThere) yield break;
                if (last is null || FactOrder.Instance.Compare(found.Current, last) > 0) yield return last = found.Current;
            }
        }
    }

    /// <returns>Null when a segment was merged meanwhile: the manifest names the one that has its records.</returns>
    private static async ValueTask<bool?> Next(IAsyncEnumerator<DocumentFacts> found, bool mayBeGone)
    {
        try
        {
            return await found.MoveNextAsync();
        }
        catch (SegmentGoneException) when (mayBeGone)
        {
            return null;
        }
    }

    private async IAsyncEnumerable<DocumentFacts> FindOnce(
        TenantId tenant, SearchScope scope, bool isAnew, [EnumeratorCancellation] CancellationToken cancel)
    {
        var rows = await recent.Read(tenant, cancel);
        var manifest = await Manifest(tenant, rows.Mark, isAnew, cancel);
        var waiting = rows.Documents.Values.GroupBy(document => document.Facts.Id)
            .ToDictionary(group => group.Key, group => group.MaxBy(document => document.Facts.Version)!);
        var snapshot = await cache.Snapshot(tenant, manifest.Segments, cancel);
        var fresh = waiting.Values
            .Where(document => document.Facts.Version >= snapshot.Newest.GetValueOrDefault(RecordVersion.KeyOf(document.Facts.Id)))
            .Where(document => DocumentSearch.Fits(document, scope.Query, scope.SeesInternal))
            .Select(document => document.Facts).Order(FactOrder.Instance);
        var reader = cache.Reader(tenant);
        var streams = snapshot.Parts
            .Select(part => new SegmentSearch(part.Segment, reader, part.Alive).Find(scope, cancel).Where(facts => !IsOvertaken(facts)));
        await foreach (var facts in Merge([.. streams, fresh.ToAsyncEnumerable()], cancel)) yield return facts;

        bool IsOvertaken(DocumentFacts facts) =>
            waiting.TryGetValue(facts.Id, out var newer) && newer.Facts.Version >= facts.Version;
    }

    /// <summary>Read after what waits: what a segment took over meanwhile is in one that is named. While the mark is the
    /// same, no segment took any.</summary>
    private async Task<SearchManifest> Manifest(TenantId tenant, string? mark, bool isAnew, CancellationToken cancel)
    {
        if (!isAnew && cache.FindManifest(tenant, mark) is { } known) return known;
        var (manifest, _) = await store.Manifest(tenant, cancel);
        if (mark is not null) cache.Remember(tenant, mark, manifest);
        return manifest;
    }

    /// <summary>The first of each are looked for at the same time.</summary>
    private static async IAsyncEnumerable<DocumentFacts> Merge(
        IReadOnlyList<IAsyncEnumerable<DocumentFacts>> streams, [EnumeratorCancellation] CancellationToken cancel)
    {
        var heads = streams.Select(stream => stream.GetAsyncEnumerator(cancel)).ToList();
        var isThere = await Task.WhenAll(heads.Select(head => head.MoveNextAsync().AsTask()));
        var order = new PriorityQueue<IAsyncEnumerator<DocumentFacts>, DocumentFacts>(FactOrder.Instance);
        foreach (var head in heads.Where((_, index) => isThere[index])) order.Enqueue(head, head.Current);
        while (order.TryDequeue(out var head, out var facts))
        {
            yield return facts;
            if (await head.MoveNextAsync()) order.Enqueue(head, head.Current);
        }
    }
}
