using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Search.Index;

/// <summary>Where the rows of a segment are, and how many.</summary>
/// <param name="Id">A ULID; the partition is made of it.</param>
/// <param name="FactRows">Rows that hold the facts of its records.</param>
public sealed record SegmentInfo(string Id, int Documents, int FactRows, int Blocks, long Bytes)
{
    /// <summary>Records whose facts are in one row.</summary>
    internal const int FactsOfRow = 128;

    /// <summary>Rows that have to be read before anything is looked for. 0: the segment is of the first shape, where these
    /// were the facts of all its records, and no facts were among the words.</summary>
    public int HeadRows { get; init; }
}

/// <summary>The head of a segment: it never changes.</summary>
/// <param name="Records">Newest update first; a record's place here is its ordinal.</param>
internal sealed record Segment(SegmentInfo Info, RecordVersion[] Records, BlockStart[] Starts)
{
    public static Segment Read(SegmentInfo info, byte[] head)
    {
        var source = new ByteSource(head);
        source.Number();
        var (starts, records) = (new BlockStart[source.Number()], new RecordVersion[info.Documents]);
        for (var block = 0; block < starts.Length; block++) starts[block] = new(source.Text(), source.Number());
        for (var ordinal = 0; ordinal < records.Length; ordinal++)
            records[ordinal] = new(BinaryPrimitives.ReadUInt128BigEndian(source.Raw(16)), source.Number());
        return new(info, records, starts);
    }

    /// <summary>The bytes of a head; the first number is the shape's version.</summary>
    public static byte[] Write(IReadOnlyCollection<DocumentFacts> facts, IReadOnlyCollection<BlockStart> starts)
    {
        var (sink, key) = (new ByteSink(), new byte[16]);
        sink.Number(2);
        sink.Number(starts.Count);
        foreach (var start in starts)
        {
            sink.Text(start.Term);
            sink.Number(start.Ordinal);
        }
        foreach (var record in facts.Select(RecordVersion.Of))
        {
            BinaryPrimitives.WriteUInt128BigEndian(key, record.Key);
            sink.Raw(key);
            sink.Number(record.Version);
        }
        return sink.Take();
    }
}

/// <summary>Which version of a record it is.</summary>
/// <param name="Key">Half of the hash of its id: all that is kept in memory of a record that nobody looks for.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordVersion(UInt128 Key, int Version)
{
    public static RecordVersion Of(DocumentFacts facts) => new(KeyOf(facts.Id), facts.Version);

    public static UInt128 KeyOf(RecordId id) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id.Value)));
}

/// <summary>Reads the other rows of a segment.</summary>
/// <param name="Block">A block of terms.</param>
/// <param name="Facts">The facts of <see cref="SegmentInfo.FactsOfRow"/> records.</param>
internal sealed record SegmentReader(
    Func<SegmentInfo, int, CancellationToken, Task<byte[]>> Block,
    Func<SegmentInfo, int, CancellationToken, Task<DocumentFacts[]>> Facts);
