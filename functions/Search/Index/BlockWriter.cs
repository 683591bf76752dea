namespace ItsmServerless.Search.Index;

/// <summary>Where a block begins: with which term, and with which of its records.</summary>
/// <param name="Ordinal">More than 0 only where the term goes on from the block before.</param>
internal readonly record struct BlockStart(string Term, int Ordinal);

/// <summary>Fills blocks with terms in order; a term with many postings goes on in the next block.</summary>
/// <remarks>A term of a block: how much it shares with the one before, the rest of it, its postings.</remarks>
internal sealed class BlockWriter
{
    /// <summary>Bytes of a block; a property holds 64 KiB. One posting may need more than is left.</summary>
    private const int Size = 32 << 10;

    /// <summary>Bytes that are not worth a piece of a term.</summary>
    private const int TooLittle = 64;

    private readonly ByteSink open = new();
    private readonly ByteSink list = new();
    private string before = "";

    /// <summary>The beginning of every block so far.</summary>
    public List<BlockStart> Starts { get; } = [];

    /// <summary>Adds a term; terms come in the order of their characters, postings in that of their records.</summary>
    /// <returns>Blocks that are full.</returns>
    public IEnumerable<byte[]> Add(string term, IReadOnlyList<Posting> postings)
    {
        for (var next = 0; next < postings.Count;)
        {
            var room = Size - open.Length - (3 * term.Length) - TooLittle;
            if (open.Length > 0 && room < postings[next].Positions.Length) yield return Close();
            else next = Put(term, postings, next, room);
        }
    }

    /// <summary>The last block; null when it is empty.</summary>
    public byte[]? End() => open.Length == 0 ? null : Close();

    /// <summary>As many postings as there is room for, one at least.</summary>
    /// <returns>The first that is left.</returns>
    private int Put(string term, IReadOnlyList<Posting> postings, int first, int room)
    {
        var (next, ordinal) = (first, 0);
        for (; next < postings.Count && (next == first || list.Length + postings[next].Positions.Length + 5 <= room); next++)
        {
            list.Number(postings[next].Ordinal - ordinal);
            ordinal = postings[next].Ordinal;
            list.Raw(postings[next].Positions.Span);
        }
        if (open.Length == 0) Starts.Add(new(term, postings[first].Ordinal));
        var shared = Shared(term);
        open.Number(shared);
        open.Text(term.AsSpan(shared));
        open.Block(list.Written);
        list.Clear();
        before = term;
        return next;
    }

    private int Shared(string term)
    {
        var shared = 0;
        while (shared < term.Length && shared < before.Length && term[shared] == before[shared]) shared++;
        return shared > 0 && char.IsHighSurrogate(term[shared - 1]) ? shared - 1 : shared;
    }

    private byte[] Close()
    {
        before = "";
        return open.Take();
    }
}
