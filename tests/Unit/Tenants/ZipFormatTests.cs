using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using ItsmServerless.Tenants.Exports;
using Xunit;

namespace ItsmServerless.Tests.Unit.Tenants;

/// <summary>What <see cref="ZipFormat"/> writes, read by a library.</summary>
public sealed class ZipFormatTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("line\n");

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(70_000)]
    public void Zip_OfSoManyFiles_IsRead(int count)
    {
        using var zip = new MemoryStream();
        using var directory = new MemoryStream();
        for (var number = 0; number < count; number++) Add(zip, directory, $"records/ä/{number}");
        End(zip, directory, count);

        using var read = new ZipArchive(zip);
        Assert.Equal(count, read.Entries.Count);
        if (count == 0) return;
        Assert.Equal($"records/ä/{count - 1}", read.Entries[^1].FullName);
        Assert.Equal(Body, Content(read.Entries[^1]));
    }

    /// <summary>Its offset does not fit into 32 bits.</summary>
    [Fact]
    public void File_BehindFourGibibytes_IsRead()
    {
        using var zip = new FarStream(5L << 30);
        using var directory = new MemoryStream();
        zip.Position = zip.Gap;
        Add(zip, directory, "far");
        End(zip, directory, 1);

        using var read = new ZipArchive(zip);
        Assert.Equal(Body, Content(Assert.Single(read.Entries)));
    }

    [Fact]
    public void File_OfFourGibibytes_IsRefused() => Assert.Throws<InvalidOperationException>(
        () => ZipFormat.Local(new("large", null, 1L << 32, "", 0, 1L << 32, false, 0)));

    private static void Add(Stream zip, MemoryStream directory, string name)
    {
        var file = new ZippedFile(name, null, Body.Length, "", Crc32.HashToUInt32(Body), Body.Length, false, 0);
        directory.Write(ZipFormat.Entry(file, zip.Position));
        zip.Write(ZipFormat.Local(file));
        zip.Write(Body);
    }

    private static void End(Stream zip, MemoryStream directory, int count)
    {
        var start = zip.Position;
        zip.Write(directory.ToArray());
        zip.Write(ZipFormat.End(count, start, directory.Length));
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Begins with so many zeros that are not kept.</summary>
    private sealed class FarStream(long gap) : Stream
    {
        private readonly MemoryStream _rest = new();

        public long Gap => gap;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => gap + _rest.Length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position < gap)
            {
                var zeros = (int)Math.Min(count, gap - Position);
                Array.Clear(buffer, offset, zeros);
                Position += zeros;
                return zeros;
            }
            _rest.Position = Position - gap;
            var read = _rest.Read(buffer, offset, count);
            Position += read;
            return read;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _rest.Position = Position - gap;
            _rest.Write(buffer, offset, count);
            Position += count;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
