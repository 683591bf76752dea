namespace ItsmServerless.Search.Index;

/// <summary>Where a term stands: the record's place in its segment, and the positions as they are written. A record that
/// says a word very often has several, one after the other.</summary>
internal readonly record struct Posting(int Ordinal, ReadOnlyMemory<byte> Positions);

/// <summary>Lists of postings as bytes: differences to the one before. Every list begins anew from 0.</summary>
internal static class Postings
{
    /// <summary>Positions that one posting holds: a block has room for them.</summary>
    private const int Most = 4_000;

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

    /// <summary>The postings of one record; one without positions of a term that has no place in a text.</summary>
    public static IEnumerable<Posting> Of(int ordinal, IReadOnlyList<int> positions)
    {
        for (var start = 0; start == 0 || start < positions.Count; start += Most)
        {
            var sink = new ByteSink();
            WritePositions(sink, positions.Skip(start).Take(Most).ToArray());
            yield return new(ordinal, sink.Take());
        }
    }

    public static List<Posting> Read(ReadOnlyMemory<byte> bytes)
    {
        var postings = new List<Posting>();
        for (var reader = new PostingReader(bytes); reader.Next();) postings.Add(new(reader.Ordinal, reader.Positions));
        return postings;
    }
}

/// <summary>Goes through a list of postings.</summary>
internal struct PostingReader(ReadOnlyMemory<byte> bytes)
{
    private int at;
    private int positions;

    /// <summary>The record of the posting that it is at.</summary>
    public int Ordinal { get; private set; }

    /// <summary>The positions there, as they are written.</summary>
    public readonly ReadOnlyMemory<byte> Positions => bytes[positions..at];

    /// <summary>False behind the last.</summary>
    public bool Next()
    {
        if (at == bytes.Length) return false;
        var span = bytes.Span;
        Ordinal += Number(span);
        positions = at;
        for (var left = Number(span); left > 0; at++)
            if (span[at] < 0x80) left--;
        return true;
    }

    private int Number(ReadOnlySpan<byte> span)
    {
        int number = span[at] & 0x7f;
        for (var shift = 7; span[at++] >= 0x80; shift += 7) number |= (span[at] & 0x7f) << shift;
        return number;
    }
}

/// <summary>Some of a segment's records.</summary>
internal sealed class DocumentSet(int size)
{
    private readonly ulong[] bits = new ulong[(size + 63) / 64];

    public void Add(int ordinal) => bits[ordinal >> 6] |= 1UL << (ordinal & 63);

    public bool Has(int ordinal) => (bits[ordinal >> 6] & (1UL << (ordinal & 63))) != 0;

    /// <summary>The first from a place on; <see cref="int.MaxValue"/> when there is none.</summary>
    public int From(int least)
    {
        for (var index = least >> 6; index < bits.Length; index++)
        {
            var rest = index == least >> 6 ? bits[index] & (ulong.MaxValue << (least & 63)) : bits[index];
            if (rest != 0) return (index << 6) + System.Numerics.BitOperations.TrailingZeroCount(rest);
        }
        return int.MaxValue;
    }

    /// <summary>Rising.</summary>
    public IEnumerable<int> Ordinals()
    {
        for (var ordinal = From(0); ordinal < int.MaxValue; ordinal = From(ordinal + 1)) yield return ordinal;
    }
}
