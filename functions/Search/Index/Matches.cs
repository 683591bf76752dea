namespace ItsmServerless.Search.Index;

/// <summary>Records of a segment in their order, newest first: read no further than they are asked for.</summary>
internal interface IMatches
{
    /// <summary>The first record from a place on; <see cref="int.MaxValue"/> when there is none. Places only
    /// rise.</summary>
    ValueTask<int> From(int least, CancellationToken cancel);
}

/// <summary>Records that have a word, and where they have it.</summary>
internal interface IPlaces : IMatches
{
    /// <summary>Adds the positions in the record that was found last; once.</summary>
    ValueTask Collect(ICollection<int> positions, CancellationToken cancel);
}

/// <summary>The records of one term: a block after the other, those left out that end before the place.</summary>
internal sealed class TermMatches : IPlaces
{
    private readonly (Segment Segment, string Term, SegmentReader Reader) source;
    private readonly Queue<PostingReader> pieces = new();
    private readonly int end;
    private int next;
    private int at = -1;
    private PostingReader open;

    public TermMatches(Segment segment, string term, SegmentReader reader) =>
        (source, (next, end)) = ((segment, term, reader), Blocks.Having(segment.Starts, term, isPrefix: false));

    public async ValueTask<int> From(int least, CancellationToken cancel)
    {
        if (at < least) await Step(least, cancel);
        return at;
    }

    public async ValueTask Collect(ICollection<int> positions, CancellationToken cancel)
    {
        for (var record = at; record == at; await Step(record, cancel)) Positions.Add(open.Positions, positions);
    }

    /// <summary>On to the next posting of the place or behind it.</summary>
    private async ValueTask Step(int least, CancellationToken cancel)
    {
        do
        {
            while (!open.Next())
            {
                while (pieces.Count == 0 && next < end) await ReadBlock(least, cancel);
                if (pieces.TryDequeue(out open)) continue;
                at = int.MaxValue;
                return;
            }
            at = open.Ordinal;
        }
        while (at < least);
    }

    private async ValueTask ReadBlock(int least, CancellationToken cancel)
    {
        var (segment, term, reader) = source;
        while (next + 1 < end && segment.Starts[next + 1].Term == term && segment.Starts[next + 1].Ordinal < least) next++;
        foreach (var piece in Blocks.Pieces(await reader.Block(segment.Info, next++, cancel), term)) pieces.Enqueue(new(piece));
    }
}

/// <summary>The records of all terms with a beginning. Reads every block that has one.</summary>
internal sealed class PrefixMatches(Segment segment, string prefix, SegmentReader reader) : IPlaces
{
    private const int AtOnce = 8;
    private DocumentSet? found;
    private ILookup<int, ReadOnlyMemory<byte>>? places;
    private int at;

    public async ValueTask<int> From(int least, CancellationToken cancel)
    {
        if (found is null)
        {
            found = new(segment.Records.Length);
            await foreach (var posting in All(cancel)) found.Add(posting.Ordinal);
        }
        return at = found.From(least);
    }

    public async ValueTask Collect(ICollection<int> positions, CancellationToken cancel)
    {
        places ??= (await All(cancel).ToListAsync(cancel)).ToLookup(posting => posting.Ordinal, posting => posting.Positions);
        foreach (var some in places[at]) Positions.Add(some, positions);
    }

    private async IAsyncEnumerable<Posting> All(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var (first, end) = Blocks.Having(segment.Starts, prefix, isPrefix: true);
        foreach (var some in Enumerable.Range(first, end - first).Chunk(AtOnce))
            foreach (var block in await Task.WhenAll(some.Select(block => reader.Block(segment.Info, block, cancel))))
                foreach (var (_, piece) in Blocks.Read(block, prefix, term => term.StartsWith(prefix, StringComparison.Ordinal)))
                    foreach (var posting in Postings.Read(piece)) yield return posting;
    }
}

/// <summary>The records of any of several.</summary>
internal sealed class AnyMatches(IReadOnlyList<IMatches> all) : IMatches
{
    private readonly int[] at = [.. Enumerable.Repeat(-1, all.Count)];

    public async ValueTask<int> From(int least, CancellationToken cancel)
    {
        var first = int.MaxValue;
        for (var each = 0; each < at.Length; each++)
        {
            if (at[each] < least) at[each] = await all[each].From(least, cancel);
            first = Math.Min(first, at[each]);
        }
        return first;
    }
}

/// <summary>The records that all of several have.</summary>
internal sealed class AllMatches(IReadOnlyList<IMatches> all) : IMatches
{
    public async ValueTask<int> From(int least, CancellationToken cancel)
    {
        for (var (agreed, next) = (0, 0); agreed < all.Count; next = (next + 1) % all.Count)
        {
            var found = await all[next].From(least, cancel);
            if (found == int.MaxValue) return found;
            agreed = found == least ? agreed + 1 : 1;
            least = found;
        }
        return least;
    }
}

/// <summary>The records in which words follow each other.</summary>
/// <param name="words">Each with its place in the phrase.</param>
internal sealed class PhraseMatches(IReadOnlyList<(IPlaces Matches, int Place)> words) : IMatches
{
    private readonly AllMatches together = new([.. words.Select(word => word.Matches)]);
    private int at = -1;

    public async ValueTask<int> From(int least, CancellationToken cancel)
    {
        while (at < least)
        {
            at = await together.From(least, cancel);
            if (at == int.MaxValue || await Follow(cancel)) break;
            least = at + 1;
        }
        return at;
    }

    /// <summary>Whether there is a place where the phrase may begin: from there, all words stand where they should.</summary>
    private async ValueTask<bool> Follow(CancellationToken cancel)
    {
        HashSet<int>? starts = null;
        foreach (var (matches, place) in words)
        {
            var positions = new List<int>();
            await matches.Collect(positions, cancel);
            var begins = positions.Select(position => position - place);
            if (starts is null) starts = [.. begins];
            else starts.IntersectWith(begins);
        }
        return starts!.Count > 0;
    }
}

/// <summary>Positions as they are written.</summary>
internal static class Positions
{
    public static void Add(ReadOnlyMemory<byte> written, ICollection<int> positions)
    {
        var source = new ByteSource(written.Span);
        foreach (var position in Postings.ReadPositions(ref source)) positions.Add(position);
    }
}
