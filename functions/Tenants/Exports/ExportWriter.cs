using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Tenants.Exports;

/// <summary>Writes an export part by part, each so large that it is done in seconds.</summary>
/// <remarks>A part may be written twice, also at once: whoever notes last what it came to is who counts.</remarks>
public sealed class ExportWriter(
    ExportSources sources, ExportBlobs blobs, Kernel.Storage.Tables tables, ExportPartSize size)
{
    private const int CopyBytes = 128 << 10;

    /// <summary>Writes the next part.</summary>
    /// <returns>The run after it.</returns>
    public async Task<ExportRun> Write(ExportRun run, CancellationToken cancel)
    {
        if (run.Part == 0) await blobs.Prepare(cancel);
        using var part = new ZipPart(blobs.Zip(run.Tenant, run.Export), run.Part, Writer());
        var after = await Fill(run with { Of = sources.Of(run.Tenant).Count }, part, cancel);
        var index = await part.Close(cancel);
        await blobs.Put(run, index, cancel);
        return after with { Part = run.Part + 1, Files = run.Files + index.Files.Count, Bytes = run.Bytes + index.Length };
    }

    internal static string Writer() => RandomNumberGenerator.GetHexString(8, lowercase: true);

    private async Task<ExportRun> Fill(ExportRun run, ZipPart part, CancellationToken cancel)
    {
        var (all, room) = (sources.Of(run.Tenant), new Room(size));
        while (run.Source < all.Count && !room.IsFull)
        {
            var source = all[run.Source];
            run = source.Lines is null
                ? await Blobs(run, source, part, room, cancel)
                : await Lines(run, source, part, room, cancel);
        }
        return run;
    }

    /// <summary>One file with as many lines as there is room for; none where there are no lines.</summary>
    private static async Task<ExportRun> Lines(
        ExportRun run, ExportSource source, ZipPart part, Room room, CancellationToken cancel)
    {
        var (rows, mark) = (0L, run.After);
        using var file = part.Open($"{source.Folder}/{run.Part:D6}.jsonl", isDeflated: true);
        await foreach (var line in source.Lines!(run.After, cancel))
        {
            if (room.IsFull) break;
            await file.Write(line.Bytes, cancel);
            (rows, mark) = (rows + 1, line.Mark);
            room.Take(line.Bytes.Length);
        }
        if (rows > 0) await file.Close(rows, cancel);
        run = run with { Rows = run.Rows + rows };
        return room.IsFull ? run with { After = mark } : run with { Source = run.Source + 1, After = null };
    }

    /// <summary>As many blobs as there is room for; each is a file, in the order of their names.</summary>
    private async Task<ExportRun> Blobs(
        ExportRun run, ExportSource source, ZipPart part, Room room, CancellationToken cancel)
    {
        var (page, last) = run.After?.Split('\n') is [var at, var name] ? (at, name) : ("", "");
        var pages = tables.Blobs(run.Tenant).GetBlobsAsync(cancellationToken: cancel);
        await foreach (var some in pages.AsPages(page.Length == 0 ? null : page, size.BlobsOfPage))
        {
            foreach (var blob in some.Values.Where(blob => string.CompareOrdinal(blob.Name, last) > 0))
            {
                if (room.IsFull) return run with { After = $"{page}\n{last}" };
                await Copy(run.Tenant, blob, source.Folder, part, cancel);
                last = blob.Name;
                room.Take(blob.Properties.ContentLength ?? 0);
            }
            page = some.ContinuationToken ?? "";
        }
        return run with { Source = run.Source + 1, After = null };
    }

    private async Task Copy(TenantId tenant, BlobItem blob, string folder, ZipPart part, CancellationToken cancel)
    {
        try
        {
            BlobDownloadStreamingResult stored = await tables.Blobs(tenant).GetBlobClient(blob.Name).DownloadStreamingAsync(cancellationToken: cancel);
            await using var content = stored.Content;
            using var file = part.Open($"{folder}/{blob.Name}", isDeflated: false);
            var buffer = new byte[CopyBytes];
            for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;) await file.Write(buffer.AsMemory(0, read), cancel);
            await file.Close(null, cancel);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return; // It was taken away since it was listed.
        }
    }

    /// <summary>What still goes into a part.</summary>
    private sealed class Room(ExportPartSize size)
    {
        private int rows = size.Rows;
        private long bytes = size.Bytes;

        public bool IsFull => rows <= 0 || bytes <= 0;

        public void Take(long taken) => (rows, bytes) = (rows - 1, bytes - taken);
    }
}

/// <summary>How large a part becomes.</summary>
/// <param name="Rows">Lines and blobs.</param>
/// <param name="Bytes">Uncompressed; the last line or blob may exceed it.</param>
/// <param name="BlobsOfPage">Blobs that are listed at once.</param>
public sealed record ExportPartSize(int Rows = 5_000, long Bytes = 32 << 20, int BlobsOfPage = 500);
