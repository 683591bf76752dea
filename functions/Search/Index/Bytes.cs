using System.Buffers;
using System.Text;

namespace ItsmServerless.Search.Index;

/// <summary>Writes numbers of few bytes and text.</summary>
internal sealed class ByteSink
{
    private readonly ArrayBufferWriter<byte> written = new();

    public int Length => written.WrittenCount;

    /// <summary>Until something else is written.</summary>
    public ReadOnlySpan<byte> Written => written.WrittenSpan;

    public void Number(long number)
    {
        var bytes = written.GetSpan(10);
        var (rest, length) = ((ulong)number, 0);
        for (; rest >= 0x80; rest >>= 7) bytes[length++] = (byte)((rest & 0x7f) | 0x80);
        bytes[length++] = (byte)rest;
        written.Advance(length);
    }

    public void Text(ReadOnlySpan<char> text)
    {
        Number(Encoding.UTF8.GetByteCount(text));
        written.Advance(Encoding.UTF8.GetBytes(text, written.GetSpan(3 * text.Length)));
    }

    public void Block(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        written.Write(bytes);
    }

    /// <summary>Bytes as they are, without their number.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => written.Write(bytes);

    public byte[] Take()
    {
        var taken = written.WrittenSpan.ToArray();
        Clear();
        return taken;
    }

    public void Clear() => written.ResetWrittenCount();
}

/// <summary>Reads what a <see cref="ByteSink"/> wrote.</summary>
internal ref struct ByteSource(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => rest.Length;

    public int Number() => (int)Long();

    public long Long()
    {
        ulong number = 0;
        for (var (index, shift) = (0, 0); ; index++, shift += 7)
        {
            number |= (ulong)(rest[index] & 0x7f) << shift;
            if (rest[index] >= 0x80) continue;
            rest = rest[(index + 1)..];
            return (long)number;
        }
    }

    public string Text() => Encoding.UTF8.GetString(Block());

    public ReadOnlySpan<byte> Block()
    {
        var length = Number();
        var block = rest[..length];
        rest = rest[length..];
        return block;
    }

    public ReadOnlySpan<byte> Raw(int length)
    {
        var raw = rest[..length];
        rest = rest[length..];
        return raw;
    }
}
