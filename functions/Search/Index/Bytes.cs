using System.Buffers;
using System.Text;

namespace ItsmServerless.Search.Index;

/// <summary>Writes numbers of few bytes and text.</summary>
internal sealed class ByteSink
{
    private readonly ArrayBufferWriter<byte> written = new();

    public int Length => written.WrittenCount;

    public void Number(long number)
    {
        var rest = (ulong)number;
        while (rest >= 0x80)
        {
            written.Write([(byte)((rest & 0x7f) | 0x80)]);
            rest >>= 7;
        }
        written.Write([(byte)rest]);
    }

    public void Text(ReadOnlySpan<char> text) => Block(Encoding.UTF8.GetBytes(text.ToArray()));

    public void Block(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        written.Write(bytes);
    }

    public byte[] Take()
    {
        var taken = written.WrittenSpan.ToArray();
        written.ResetWrittenCount();
        return taken;
    }
}

/// <summary>Reads what a <see cref="ByteSink"/> wrote.</summary>
internal ref struct ByteSource(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool IsAtEnd => rest.IsEmpty;

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

    /// <summary>Leaves numbers out.</summary>
    public void Skip(int numbers)
    {
        var index = 0;
        for (; numbers > 0; index++)
            if (rest[index] < 0x80) numbers--;
        rest = rest[index..];
    }
}
