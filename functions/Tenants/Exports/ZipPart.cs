using System.Text;
using Azure.Storage.Blobs.Specialized;

namespace ItsmServerless.Tenants.Exports;

/// <summary>What a part of a zip came to.</summary>
/// <param name="Blocks">The blocks that hold it, in order.</param>
/// <param name="Files">With offsets from the beginning of the part.</param>
public sealed record PartIndex(IReadOnlyList<string> Blocks, IReadOnlyList<ZippedFile> Files, long Length);

/// <summary>Writes files of a zip into blocks of a blob, which nobody sees before they are committed.</summary>
/// <remarks>Holds one block in memory, however large a file is: what stands before its bytes is written when they are
/// known, and takes its place in the order of blocks.</remarks>
/// <param name="writer">Different for everybody who may write the same part: who was thought dead spoils
/// nothing.</param>
public sealed class ZipPart(BlockBlobClient blob, int part, string writer) : IDisposable
{
    /// <summary>As large as a block becomes.</summary>
    public const int BlockBytes = 4 << 20;

    private readonly List<string> blocks = [];
    private readonly List<ZippedFile> files = [];
    private readonly MemoryStream pending = new();
    private int staged;

    /// <summary>The bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>The files so far.</summary>
    public IReadOnlyList<ZippedFile> Files => files;

    /// <summary>Begins a file; it is in the zip when it is closed. One at a time.</summary>
    /// <param name="isDeflated">Whether it is compressed: text is, what people send mostly was.</param>
    public ZipEntry Open(string name, bool isDeflated) => new(this, name, isDeflated);

    /// <summary>Bytes as they are, outside of any file: the directory.</summary>
    public async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        pending.Write(bytes.Span);
        Length += bytes.Length;
        if (pending.Length >= BlockBytes) await Flush(cancel);
    }

    /// <summary>Stages what is left and says what the part came to.</summary>
    public async Task<PartIndex> Close(CancellationToken cancel)
    {
        await Flush(cancel);
        return new(blocks, files, Length);
    }

    /// <summary>A block of a file whose size is not known yet.</summary>
    /// <returns>Where the block before it has to be put.</returns>
    internal async Task<int> Spill(MemoryStream body, CancellationToken cancel)
    {
        await Flush(cancel);
        var place = blocks.Count;
        await Stage(body, place, cancel);
        body.SetLength(0);
        return place;
    }

    /// <summary>A file that is all there: header and body go together, or the header before the blocks of it.</summary>
    internal async Task Add(ZippedFile file, MemoryStream body, int? place, CancellationToken cancel)
    {
        var header = ZipFormat.Local(file);
        files.Add(file with { Offset = Length });
        Length += header.Length + file.Compressed;
        if (place is { } first)
        {
            using var alone = new MemoryStream(header);
            await Stage(alone, first, cancel);
        }
        else pending.Write(header);
        pending.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
        if (pending.Length >= BlockBytes) await Flush(cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => pending.Dispose();

    private async Task Flush(CancellationToken cancel)
    {
        if (pending.Length == 0) return;
        await Stage(pending, blocks.Count, cancel);
        pending.SetLength(0);
    }

    private async Task Stage(MemoryStream bytes, int place, CancellationToken cancel)
    {
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{part:D6}{writer}{staged++:D6}"));
        bytes.Position = 0;
        await blob.StageBlockAsync(id, bytes, cancellationToken: cancel);
        blocks.Insert(place, id);
    }
}
