using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace ItsmServerless.Search.Index;

/// <summary>Where the blocks of a new segment go.</summary>
internal delegate Task BlockSink(int block, byte[] bytes, CancellationToken cancel);

/// <summary>A segment on its way: its records in order, and its terms one after the other.</summary>
/// <param name="Facts">Newest update first.</param>
internal sealed record SegmentDraft(
    DocumentFacts[] Facts, IAsyncEnumerable<(string Term, List<Posting> Postings)> Terms)
{
    /// <summary>Blocks of a segment that are read together.</summary>
    private const int ReadAhead = 8;

    /// <summary>Of records that are not in a segment yet; each is there once.</summary>
    public static SegmentDraft Of(IEnumerable<IndexedDocument> documents)
    {
        var ordered = documents.OrderBy(document => document.Facts, FactOrder.Instance).ToList();
        var terms = new Dictionary<string, List<Posting>>(StringComparer.Ordinal);
        for (var ordinal = 0; ordinal < ordered.Count; ordinal++)
        {
            foreach (var (term, positions) in ordered[ordinal].Terms) Of(term).AddRange(Index.Postings.Of(ordinal, positions));
            foreach (var fact in FactTerms.Of(ordered[ordinal].Facts)) Of(fact).AddRange(Index.Postings.Of(ordinal, []));
        }
        var stream = terms.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value));
        return new([.. ordered.Select(document => document.Facts)], stream.ToAsyncEnumerable());

        List<Posting> Of(string term) => terms.TryGetValue(term, out var known) ? known : terms[term] = [];
    }

    /// <summary>Of segments: the records of each that are alive.</summary>
    public static async Task<SegmentDraft> Of(
        IReadOnlyList<(Segment Segment, DocumentSet Alive)> parts, SegmentReader reader, CancellationToken cancel)
    {
        var all = new List<(DocumentFacts Facts, int Part, int Ordinal)>();
        for (var part = 0; part < parts.Count; part++)
        {
            var facts = await FactsOf(parts[part].Segment, reader, cancel);
            all.AddRange(parts[part].Alive.Ordinals().Select(ordinal => (facts[ordinal], part, ordinal)));
        }
        all.Sort((one, other) => FactOrder.Instance.Compare(one.Facts, other.Facts));
        var places = parts.Select(part => Enumerable.Repeat(-1, part.Segment.Records.Length).ToArray()).ToArray();
        for (var ordinal = 0; ordinal < all.Count; ordinal++) places[all[ordinal].Part][all[ordinal].Ordinal] = ordinal;
        return new(
            [.. all.Select(each => each.Facts)],
            Merge([.. parts.Select((part, index) => Moved(part.Segment, places[index], reader))], cancel));
    }

    /// <summary>Writes the blocks.</summary>
    /// <returns>Where each begins.</returns>
    public async Task<ImmutableArray<BlockStart>> Write(BlockSink sink, CancellationToken cancel)
    {
        var (writer, written) = (new BlockWriter(), 0);
        await foreach (var (term, postings) in Terms.WithCancellation(cancel))
            foreach (var block in writer.Add(term, postings)) await sink(written++, block, cancel);
        if (writer.End() is { } last) await sink(written, last, cancel);
        return [.. writer.Starts];
    }

    private static async Task<List<DocumentFacts>> FactsOf(Segment segment, SegmentReader reader, CancellationToken cancel)
    {
        var rows = (segment.Records.Length + SegmentInfo.FactsOfRow - 1) / SegmentInfo.FactsOfRow;
        var facts = new List<DocumentFacts>(segment.Records.Length);
        foreach (var some in Enumerable.Range(0, rows).Chunk(ReadAhead))
            foreach (var row in await Task.WhenAll(some.Select(row => reader.Facts(segment.Info, row, cancel)))) facts.AddRange(row);
        return facts;
    }

    /// <summary>The terms of a segment with the new places of its records; a term comes once for each piece of it.</summary>
    private static async IAsyncEnumerable<(string Term, List<Posting> Postings)> Moved(
        Segment segment, int[] places, SegmentReader reader, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var blocks = Enumerable.Range(0, segment.Info.Blocks).Chunk(ReadAhead);
        foreach (var some in blocks)
        {
            foreach (var block in await Task.WhenAll(some.Select(block => reader.Block(segment.Info, block, cancel))))
                foreach (var (term, piece) in Blocks.Read(block, "", _ => true))
                    if (Moved(piece, places) is { Count: > 0 } moved) yield return (term, moved);
        }
    }

    private static List<Posting> Moved(ReadOnlyMemory<byte> piece, int[] places)
    {
        var moved = new List<Posting>();
        for (var reader = new PostingReader(piece); reader.Next();)
            if (places[reader.Ordinal] is >= 0 and var place) moved.Add(new(place, reader.Positions));
        return moved;
    }

    private static async IAsyncEnumerable<(string Term, List<Posting> Postings)> Merge(
        IReadOnlyList<IAsyncEnumerable<(string Term, List<Posting> Postings)>> streams,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var heads = new PriorityQueue<IAsyncEnumerator<(string Term, List<Posting> Postings)>, string>(StringComparer.Ordinal);
        foreach (var head in streams.Select(stream => stream.GetAsyncEnumerator(cancel)))
            if (await head.MoveNextAsync()) heads.Enqueue(head, head.Current.Term);
        while (heads.TryDequeue(out var head, out var term))
        {
            var postings = head.Current.Postings;
            await MoveOn(head);
            while (heads.TryPeek(out var same, out var next) && next == term)
            {
                postings.AddRange(heads.Dequeue().Current.Postings);
                await MoveOn(same);
            }
            postings.Sort((one, other) => one.Ordinal.CompareTo(other.Ordinal));
            yield return (term, postings);
        }

        async ValueTask MoveOn(IAsyncEnumerator<(string Term, List<Posting> Postings)> head)
        {
            if (await head.MoveNextAsync()) heads.Enqueue(head, head.Current.Term);
            else await head.DisposeAsync();
        }
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
