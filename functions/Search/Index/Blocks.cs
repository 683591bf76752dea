using System.Text;

namespace ItsmServerless.Search.Index;

/// <summary>Reads blocks.</summary>
internal static class Blocks
{
    private const int LongestTerm = 1_024;

    /// <summary>The terms of a block from one on, as long as they are wanted; a term comes once for each piece of it.</summary>
    public static List<(string Term, ReadOnlyMemory<byte> Postings)> Read(byte[] block, string from, Func<string, bool> wanted)
    {
        var found = new List<(string, ReadOnlyMemory<byte>)>();
        var reader = new TermReader(block, stackalloc char[LongestTerm]);
        while (reader.Next())
        {
            if (reader.Term.SequenceCompareTo(from) < 0) continue;
            var term = reader.Term.ToString();
            if (!wanted(term)) break;
            found.Add((term, block.AsMemory(reader.Start, reader.Length)));
        }
        return found;
    }

    /// <summary>The pieces of one term that a block has.</summary>
    public static List<ReadOnlyMemory<byte>> Pieces(byte[] block, string term)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        var reader = new TermReader(block, stackalloc char[LongestTerm]);
        while (reader.Next())
        {
            var order = reader.Term.SequenceCompareTo(term);
            if (order > 0) break;
            if (order == 0) found.Add(block.AsMemory(reader.Start, reader.Length));
        }
        return found;
    }

    /// <summary>The blocks that may have a term, or terms that begin with it.</summary>
    /// <param name="starts">The beginning of every block.</param>
    public static (int First, int End) Having(BlockStart[] starts, string term, bool isPrefix)
    {
        var first = LowerBound(starts, start => string.CompareOrdinal(start, term) >= 0);
        var end = LowerBound(starts, start => isPrefix
            ? string.CompareOrdinal(start, term) > 0 && !start.StartsWith(term, StringComparison.Ordinal)
            : string.CompareOrdinal(start, term) > 0);
        return (Math.Max(0, first - 1), end);
    }

    private static int LowerBound(BlockStart[] starts, Func<string, bool> isBehind)
    {
        var (low, high) = (0, starts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isBehind(starts[middle].Term)) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// <summary>Goes through the terms of a block without making a text of each.</summary>
    private ref struct TermReader(byte[] block, Span<char> buffer)
    {
        private readonly Span<char> buffer = buffer;
        private ByteSource source = new(block);
        private int length;

        public readonly ReadOnlySpan<char> Term => buffer[..length];

        /// <summary>Where the postings of the term are.</summary>
        public int Start { get; private set; }

        public int Length { get; private set; }

        public bool Next()
        {
            if (source.IsAtEnd) return false;
            var shared = source.Number();
            length = shared + Encoding.UTF8.GetChars(source.Block(), buffer[shared..]);
            Length = source.Block().Length;
            Start = block.Length - source.Left - Length;
            return true;
        }
    }
}
