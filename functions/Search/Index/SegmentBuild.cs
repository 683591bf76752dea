using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace ItsmServerless.Search.Index;

/// <summary>Where the rows of a new segment go.</summary>
internal delegate Task BlockSink(int block, byte[] bytes, CancellationToken cancel);

/// <summary>A segment on its way: its records in order, and its terms one after the other.</summary>
/// <param name="Facts">Newest update first.</param>
internal sealed record SegmentDraft(
    DocumentFacts[] Facts, IAsyncEnumerable<(string Term, IReadOnlyList<Posting> Postings)> Terms)
{
    /// <summary>Of records that are not in a segment yet; each is there once.</summary>
    public static SegmentDraft Of(IEnumerable<IndexedDocument> documents)
    {
        var ordered = documents.OrderBy(document => document.Facts, FactOrder.Instance).ToList();
        var terms = new SortedDictionary<string, List<Posting>>(StringComparer.Ordinal);
        foreach (var (document, ordinal) in ordered.Select((document, ordinal) => (document, ordinal)))
        {
            foreach (var (term, positions) in document.Terms)
            {
                if (!terms.TryGetValue(term, out var postings)) terms[term] = postings = [];
                postings.Add(new(ordinal, [.. positions]));
            }
        }
        var stream = terms.Select(pair => (pair.Key, (IReadOnlyList<Posting>)pair.Value)).ToAsyncEnumerable();
        return new([.. ordered.Select(document => document.Facts)], stream);
    }

    /// <summary>Of segments: the records of each that are alive.</summary>
    public static SegmentDraft Of(IReadOnlyList<(Segment Segment, DocumentSet Alive)> parts, BlockReader read)
    {
        var order = parts.SelectMany((part, index) => part.Alive.Ordinals().Select(ordinal => (index, ordinal)))
            .OrderBy(place => parts[place.index].Segment.Facts[place.ordinal], FactOrder.Instance).ToList();
        var places = parts.Select(part => Enumerable.Repeat(-1, part.Segment.Facts.Length).ToArray()).ToArray();
        foreach (var (place, ordinal) in order.Select((place, ordinal) => (place, ordinal)))
            places[place.index][place.ordinal] = ordinal;
        return new(
            [.. order.Select(place => parts[place.index].Segment.Facts[place.ordinal])],
            Merge([.. parts.Select((part, index) => Moved(part.Segment, places[index], read))]));
    }

    /// <summary>Writes the blocks.</summary>
    /// <returns>The first term of each.</returns>
    public async Task<ImmutableArray<string>> Write(BlockSink sink, CancellationToken cancel)
    {
        var (writer, written) = (new BlockWriter(), 0);
        await foreach (var (term, postings) in Terms.WithCancellation(cancel))
            foreach (var block in writer.Add(term, postings)) await sink(written++, block, cancel);
        if (writer.End() is { } last) await sink(written, last, cancel);
        return [.. writer.Starts];
    }

    /// <summary>The terms of a segment with the new places of its records; a term comes once for each piece of it.</summary>
    private static async IAsyncEnumerable<(string Term, List<Posting> Postings)> Moved(
        Segment segment, int[] places, BlockReader read, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        for (var block = 0; block < segment.Info.Blocks; block++)
        {
            foreach (var (term, bytes) in Blocks.Read(await read(segment.Info, block, cancel), "", _ => true))
            {
                var moved = Postings.Read(bytes.Span).Where(posting => places[posting.Ordinal] >= 0)
                    .Select(posting => posting with { Ordinal = places[posting.Ordinal] }).ToList();
                if (moved.Count > 0) yield return (term, moved);
            }
        }
    }

    private static async IAsyncEnumerable<(string Term, IReadOnlyList<Posting> Postings)> Merge(
        IReadOnlyList<IAsyncEnumerable<(string Term, List<Posting> Postings)>> streams,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var heads = streams.Select(stream => stream.GetAsyncEnumerator(cancel)).ToList();
        var open = new List<IAsyncEnumerator<(string Term, List<Posting> Postings)>>();
        foreach (var head in heads)
            if (await head.MoveNextAsync()) open.Add(head);
        while (open.Count > 0)
        {
            var term = open.Select(head => head.Current.Term).Min(StringComparer.Ordinal)!;
            var postings = new List<Posting>();
            foreach (var head in open.Where(head => head.Current.Term == term).ToList())
            {
                var hasMore = true;
                while (hasMore && head.Current.Term == term)
                {
                    postings.AddRange(head.Current.Postings);
                    hasMore = await head.MoveNextAsync();
                }
                if (!hasMore) open.Remove(head);
            }
            yield return (term, Joined(postings));
        }
        foreach (var head in heads) await head.DisposeAsync();
    }

    /// <summary>In order, and each record once.</summary>
    private static List<Posting> Joined(List<Posting> postings)
    {
        var joined = new List<Posting>(postings.Count);
        foreach (var posting in postings.OrderBy(posting => posting.Ordinal).ThenBy(posting => posting.Positions[0]))
        {
            if (joined.Count > 0 && joined[^1].Ordinal == posting.Ordinal)
                joined[^1] = posting with { Positions = [.. joined[^1].Positions, .. posting.Positions] };
            else joined.Add(posting);
        }
        return joined;
    }
}

/// <summary>The order of results: newest update first, then by id.</summary>
internal sealed class FactOrder : IComparer<DocumentFacts>
{
    public static FactOrder Instance { get; } = new();

    public int Compare(DocumentFacts? x, DocumentFacts? y) => x!.UpdatedAt != y!.UpdatedAt
        ? y.UpdatedAt.CompareTo(x.UpdatedAt)
        : string.CompareOrdinal(x.Id.Value, y.Id.Value);
}
