using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ItsmServerless.Tenants.Exports;

/// <summary>A file in a zip, as its directory names it.</summary>
/// <param name="Rows">Lines of a file of JSON lines; null for others.</param>
/// <param name="Bytes">Uncompressed.</param>
/// <param name="Offset">Of its local header, from the beginning of the part that holds it.</param>
public sealed record ZippedFile(
    string Name, long? Rows, long Bytes, string Sha256, uint Crc, long Compressed, bool IsDeflated, long Offset);

/// <summary>The records of a zip file (PKWARE APPNOTE 6.3.10: 4.3.7, 4.3.12, 4.3.14 to 4.3.16), with zip64 where a number
/// needs it.</summary>
/// <remarks>Ours, because no library lets a zip be written in pieces by processes that know nothing of each
/// other.</remarks>
public static class ZipFormat
{
    private const uint LocalHeader = 0x04034b50, DirectoryHeader = 0x02014b50;
    private const uint DirectoryEnd = 0x06054b50, Directory64End = 0x06064b50, Directory64Locator = 0x07064b50;
    private const ushort Utf8Names = 1 << 11;
    private const ushort Version = 45;
    private const ushort Zip64Tag = 1;

    /// <summary>1 January 1980: times are in the records, not here.</summary>
    private const ushort NoTime = 0, NoDate = (1 << 5) | 1;

    private const uint In64 = uint.MaxValue;
    private const ushort Count64 = ushort.MaxValue;

    /// <summary>What stands before a file's bytes.</summary>
    /// <exception cref="InvalidOperationException">The file has 4 GiB or more: none that the product takes
    /// has.</exception>
    public static byte[] Local(ZippedFile file)
    {
        if (Math.Max(file.Bytes, file.Compressed) >= In64)
            throw new InvalidOperationException($"{file.Name} has {file.Bytes} bytes.");
        var name = Encoding.UTF8.GetBytes(file.Name);
        var record = new Fields().U32(LocalHeader);
        return Common(record, file, name).U16(0).Bytes(name).ToArray();
    }

    /// <summary>A file's line in the directory.</summary>
    /// <param name="at">Where its local header is in the whole zip.</param>
    public static byte[] Entry(ZippedFile file, long at)
    {
        var name = Encoding.UTF8.GetBytes(file.Name);
        var isFar = at >= In64;
        var record = new Fields().U32(DirectoryHeader).U16(Version);
        Common(record, file, name).U16(isFar ? (ushort)12 : (ushort)0);
        record.U16(0).U16(0).U16(0).U32(0).U32(isFar ? In64 : (uint)at).Bytes(name);
        return isFar ? record.U16(Zip64Tag).U16(8).U64(at).ToArray() : record.ToArray();
    }

    /// <summary>What ends a zip.</summary>
    /// <param name="start">Where the directory begins.</param>
    public static byte[] End(long count, long start, long bytes)
    {
        var record = new Fields();
        if (count >= Count64 || start >= In64 || bytes >= In64)
        {
            record.U32(Directory64End).U64(44).U16(Version).U16(Version).U32(0).U32(0).U64(count).U64(count).U64(bytes).U64(start);
            record.U32(Directory64Locator).U32(0).U64(start + bytes).U32(1);
        }
        var entries = (ushort)Math.Min(count, Count64);
        record.U32(DirectoryEnd).U16(0).U16(0).U16(entries).U16(entries);
        return record.U32((uint)Math.Min(bytes, In64)).U32((uint)Math.Min(start, In64)).U16(0).ToArray();
    }

    private static Fields Common(Fields record, ZippedFile file, byte[] name) => record
        .U16(Version).U16(Utf8Names).U16(file.IsDeflated ? (ushort)8 : (ushort)0).U16(NoTime).U16(NoDate)
        .U32(file.Crc).U32((uint)file.Compressed).U32((uint)file.Bytes).U16((ushort)name.Length);

    /// <summary>Little-endian fields, one after the other.</summary>
    private sealed class Fields
    {
        private readonly ArrayBufferWriter<byte> bytes = new();

        public Fields U16(ushort value)
        {
            Span<byte> field = stackalloc byte[sizeof(ushort)];
            BinaryPrimitives.WriteUInt16LittleEndian(field, value);
            return Bytes(field);
        }

        public Fields U32(uint value)
        {
            Span<byte> field = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(field, value);
            return Bytes(field);
        }

        public Fields U64(long value)
        {
            Span<byte> field = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(field, value);
            return Bytes(field);
        }

        public Fields Bytes(ReadOnlySpan<byte> value)
        {
            bytes.Write(value);
            return this;
        }

        public byte[] ToArray() => bytes.WrittenSpan.ToArray();
    }
}
