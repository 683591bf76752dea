using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace ItsmServerless.Tenants.Exports;

/// <summary>A file of a zip that is being written.</summary>
public sealed class ZipEntry : IDisposable
{
    private readonly ZipPart part;
    private readonly string name;
    private readonly MemoryStream body = new();
    private readonly DeflateStream? deflate;
    private readonly Crc32 crc = new();
    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long spilled;
    private int? place;

    internal ZipEntry(ZipPart part, string name, bool isDeflated)
    {
        (this.part, this.name) = (part, name);
        if (isDeflated) deflate = new(body, CompressionLevel.Fastest, leaveOpen: true);
    }

    /// <summary>The bytes written so far, uncompressed.</summary>
    public long Bytes { get; private set; }

    /// <summary>Appends.</summary>
    public async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        Bytes += bytes.Length;
        crc.Append(bytes.Span);
        sha.AppendData(bytes.Span);
        await (deflate ?? (Stream)body).WriteAsync(bytes, cancel);
        if (body.Length < ZipPart.BlockBytes) return;
        spilled += body.Length;
        var at = await part.Spill(body, cancel);
        place ??= at;
    }

    /// <summary>Ends the file.</summary>
    /// <param name="rows">Its lines, when it has some.</param>
    public async Task Close(long? rows, CancellationToken cancel)
    {
        if (deflate is not null) await deflate.DisposeAsync();
        var file = new ZippedFile(
            name, rows, Bytes, Convert.ToHexStringLower(sha.GetHashAndReset()), crc.GetCurrentHashAsUInt32(),
            spilled + body.Length, deflate is not null, 0);
        await part.Add(file, body, place, cancel);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        deflate?.Dispose();
        body.Dispose();
        sha.Dispose();
    }
}
