namespace ItsmServerless.Search.Index;

/// <summary>Where the rows of a segment are, and how many.</summary>
/// <param name="Id">A ULID; the partition is made of it.</param>
/// <param name="FactRows">Rows that hold the facts of its records.</param>
public sealed record SegmentInfo(string Id, int Documents, int FactRows, int Blocks, long Bytes);

/// <summary>A segment but for its blocks: it never changes.</summary>
/// <param name="Facts">Newest update first; a record's place here is its ordinal.</param>
/// <param name="Starts">The first term of every block.</param>
internal sealed record Segment(SegmentInfo Info, DocumentFacts[] Facts, string[] Starts);

/// <summary>A block of a segment.</summary>
internal delegate Task<byte[]> BlockReader(SegmentInfo segment, int block, CancellationToken cancel);

/// <summary>Finds the records of a segment that a query is about.</summary>
/// <param name="seesInternal">Whether words that only the desk may read are looked at.</param>
internal sealed class SegmentSearch(Segment segment, BlockReader read, bool seesInternal)
{
    /// <summary>All that fit; a block is read for each word, more for a beginning that many words have.</summary>
    public async Task<DocumentSet> Find(Text.SearchQuery query, CancellationToken cancel)
    {
        DocumentSet? found = null;
        foreach (var clause in query.Clauses.OrderBy(clause => clause.IsExcluded))
        {
            var fitting = await Fitting(clause, cancel);
            if (found is null) found = fitting;
            else if (clause.IsExcluded) found.AndNot(fitting);
            else found.And(fitting);
        }
        return found!;
    }

    private async Task<DocumentSet> Fitting(Text.SearchClause clause, CancellationToken cancel)
    {
        var found = new DocumentSet(segment.Facts.Length);
        string[] kinds = seesInternal ? ["", IndexedDocument.Internal] : [""];
        foreach (var kind in kinds)
        {
            if (clause.Tokens is [var only])
            {
                foreach (var postings in await Postings(kind + only.Text, only.IsPrefix, cancel))
                    Index.Postings.Mark(postings.Span, found);
            }
            else await MarkPhrase(clause, kind, found, cancel);
        }
        return found;
    }

    private async Task MarkPhrase(Text.SearchClause clause, string kind, DocumentSet found, CancellationToken cancel)
    {
        Dictionary<int, HashSet<int>>? starts = null;
        foreach (var token in clause.Tokens)
        {
            var next = new Dictionary<int, HashSet<int>>();
            foreach (var postings in await Postings(kind + token.Text, token.IsPrefix, cancel))
                foreach (var posting in Index.Postings.Read(postings.Span))
                    Keep(posting, token.Position, starts, next);
            if (next.Count == 0) return;
            starts = next;
        }
        foreach (var ordinal in starts!.Keys) found.Add(ordinal);
    }

    /// <summary>Keeps where a phrase may begin: there, all words so far stand in their places.</summary>
    private static void Keep(
        Posting posting, int place, Dictionary<int, HashSet<int>>? starts, Dictionary<int, HashSet<int>> next)
    {
        HashSet<int>? before = null;
        if (starts is not null && !starts.TryGetValue(posting.Ordinal, out before)) return;
        foreach (var position in posting.Positions)
        {
            var start = position - place;
            if (before is not null && !before.Contains(start)) continue;
            if (!next.TryGetValue(posting.Ordinal, out var kept)) next[posting.Ordinal] = kept = [];
            kept.Add(start);
        }
    }

    private async Task<List<ReadOnlyMemory<byte>>> Postings(string term, bool isPrefix, CancellationToken cancel)
    {
        Func<string, bool> wanted = isPrefix ? each => each.StartsWith(term, StringComparison.Ordinal) : each => each == term;
        var (first, count) = Blocks.Having(segment.Starts, term, isPrefix).GetOffsetAndLength(segment.Starts.Length);
        var blocks = await Task.WhenAll(Enumerable.Range(first, count).Select(block => read(segment.Info, block, cancel)));
        return [.. blocks.SelectMany(block => Blocks.Read(block, term, wanted)).Select(found => found.Postings)];
    }
}

/// <summary>The same for a record that is not in a segment yet.</summary>
internal static class DocumentSearch
{
    public static bool Fits(IndexedDocument document, Text.SearchQuery query, bool seesInternal) =>
        query.Clauses.All(clause => Fits(document, clause, seesInternal) != clause.IsExcluded);

    private static bool Fits(IndexedDocument document, Text.SearchClause clause, bool seesInternal) =>
        Fits(document, clause, "") || (seesInternal && Fits(document, clause, IndexedDocument.Internal));

    private static bool Fits(IndexedDocument document, Text.SearchClause clause, string kind)
    {
        HashSet<int>? starts = null;
        foreach (var token in clause.Tokens)
        {
            var next = document.Positions(kind + token.Text, token.IsPrefix)
                .SelectMany(positions => positions).Select(position => position - token.Position).ToHashSet();
            if (starts is not null) next.IntersectWith(starts);
            if (next.Count == 0) return false;
            starts = next;
        }
        return true;
    }
}
