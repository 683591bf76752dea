namespace ItsmServerless.Search.Index;

/// <summary>Fills blocks with terms in order; a term with many postings goes on in the next block.</summary>
/// <remarks>A term of a block: how much it shares with the one before, the rest of it, its postings.</remarks>
internal sealed class BlockWriter
{
    /// <summary>Bytes that a block aims at; a property holds 64 KiB.</summary>
    private const int Size = 32 << 10;

    private const int MostPostings = 4_000;
    private readonly ByteSink open = new();
    private string before = "";

    /// <summary>The first term of every block so far.</summary>
    public List<string> Starts { get; } = [];

    /// <summary>Adds a term; terms come in the order of their characters.</summary>
    /// <returns>Blocks that are full.</returns>
    public IEnumerable<byte[]> Add(string term, IReadOnlyList<Posting> postings)
    {
        foreach (var part in postings.Chunk(MostPostings).SelectMany(Fitting))
        {
            if (open.Length > 0 && open.Length + part.Length + (3 * term.Length) > Size) yield return Close();
            if (open.Length == 0) Starts.Add(term);
            var shared = Shared(term);
            open.Number(shared);
            open.Text(term.AsSpan(shared));
            open.Block(part);
            before = term;
        }
    }

    /// <summary>The last block; null when it is empty.</summary>
    public byte[]? End() => open.Length == 0 ? null : Close();

    /// <summary>Halves what is more than a block.</summary>
    private static IEnumerable<byte[]> Fitting(Posting[] postings)
    {
        var bytes = Postings.Write(postings);
        if (bytes.Length <= Size || postings.Length == 1) return Pieces(postings, bytes);
        var half = postings.Length / 2;
        return Fitting(postings[..half]).Concat(Fitting(postings[half..]));
    }

    /// <summary>One record may say a word so often that its positions need several pieces.</summary>
    private static IEnumerable<byte[]> Pieces(Posting[] postings, byte[] bytes) => bytes.Length <= Size
        ? [bytes]
        : postings[0].Positions.Chunk(MostPostings).Select(some => Postings.Write([postings[0] with { Positions = some }]));

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

/// <summary>Reads blocks.</summary>
internal static class Blocks
{
    /// <summary>The terms of a block from one on, as long as they are wanted.</summary>
    public static List<(string Term, ReadOnlyMemory<byte> Postings)> Read(byte[] block, string from, Func<string, bool> wanted)
    {
        var source = new ByteSource(block);
        var (found, term) = (new List<(string, ReadOnlyMemory<byte>)>(), "");
        while (!source.IsAtEnd)
        {
            term = string.Concat(term.AsSpan(0, source.Number()), source.Text());
            var postings = source.Block();
            if (string.CompareOrdinal(term, from) < 0) continue;
            if (!wanted(term)) break;
            found.Add((term, postings.ToArray()));
        }
        return found;
    }

    /// <summary>The blocks that may have a term, or terms that begin with it.</summary>
    /// <param name="starts">The first term of every block.</param>
    public static Range Having(string[] starts, string term, bool isPrefix)
    {
        var first = LowerBound(starts, start => string.CompareOrdinal(start, term) >= 0);
        var last = LowerBound(starts, start => isPrefix
            ? string.CompareOrdinal(start, term) > 0 && !start.StartsWith(term, StringComparison.Ordinal)
            : string.CompareOrdinal(start, term) > 0);
        return Math.Max(0, first - 1)..last;
    }

    private static int LowerBound(string[] starts, Func<string, bool> isBehind)
    {
        var (low, high) = (0, starts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isBehind(starts[middle])) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
