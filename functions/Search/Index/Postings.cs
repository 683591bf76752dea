namespace ItsmServerless.Search.Index;

/// <summary>Where a term stands: the record's place in its segment, and positions.</summary>
internal readonly record struct Posting(int Ordinal, int[] Positions);

/// <summary>Lists of postings as bytes: differences to the one before.</summary>
internal static class Postings
{
    public static void WritePositions(ByteSink sink, ReadOnlySpan<int> positions)
    {
        sink.Number(positions.Length);
        var before = 0;
        foreach (var position in positions)
        {
            sink.Number(position - before);
            before = position;
        }
    }

    public static int[] ReadPositions(ref ByteSource source)
    {
        var positions = new int[source.Number()];
        var before = 0;
        for (var index = 0; index < positions.Length; index++) positions[index] = before += source.Number();
        return positions;
    }

    public static byte[] Write(IEnumerable<Posting> postings)
    {
        var (sink, before) = (new ByteSink(), 0);
        foreach (var posting in postings)
        {
            sink.Number(posting.Ordinal - before);
            before = posting.Ordinal;
            WritePositions(sink, posting.Positions);
        }
        return sink.Take();
    }

    public static List<Posting> Read(ReadOnlySpan<byte> bytes)
    {
        var source = new ByteSource(bytes);
        var (postings, ordinal) = (new List<Posting>(), 0);
        while (!source.IsAtEnd)
        {
            ordinal += source.Number();
            postings.Add(new(ordinal, ReadPositions(ref source)));
        }
        return postings;
    }

    /// <summary>Marks the records alone.</summary>
    public static void Mark(ReadOnlySpan<byte> bytes, DocumentSet found)
    {
        var source = new ByteSource(bytes);
        var ordinal = 0;
        while (!source.IsAtEnd)
        {
            ordinal += source.Number();
            found.Add(ordinal);
            source.Skip(source.Number());
        }
    }
}

/// <summary>Some of a segment's records.</summary>
internal sealed class DocumentSet(int size)
{
    private readonly ulong[] bits = new ulong[(size + 63) / 64];

    public int Size { get; } = size;

    public void Add(int ordinal) => bits[ordinal >> 6] |= 1UL << (ordinal & 63);

    public bool Has(int ordinal) => (bits[ordinal >> 6] & (1UL << (ordinal & 63))) != 0;

    public void And(DocumentSet other)
    {
        for (var index = 0; index < bits.Length; index++) bits[index] &= other.bits[index];
    }

    public void AndNot(DocumentSet other)
    {
        for (var index = 0; index < bits.Length; index++) bits[index] &= ~other.bits[index];
    }

    /// <summary>Rising.</summary>
    public IEnumerable<int> Ordinals()
    {
        for (var index = 0; index < bits.Length; index++)
            for (var rest = bits[index]; rest != 0; rest &= rest - 1)
                yield return (index << 6) + System.Numerics.BitOperations.TrailingZeroCount(rest);
    }
}
