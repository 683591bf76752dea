using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Tenants.Exports;

/// <summary>Ends the file of an export: the manifest, the directory of the zip, and the order of its blocks.</summary>
public sealed class ExportFinisher(ExportBlobs blobs, EventLog log, Kernel.Time.Clock clock)
{
    /// <summary>The last file of the zip: what there is, with sizes and hashes.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>The blocks that a blob may have; docs: learn.microsoft.com/azure/storage/blobs/scalability-targets.
    /// </summary>
    private const int MostBlocks = 50_000;

    private static readonly string Version = typeof(ExportFinisher).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Makes the file of its parts; may be called again. Three reads of a small blob for each part.</summary>
    public async Task<ExportRun> Finish(ExportRun run, Instant expires, CancellationToken cancel)
    {
        using var part = new ZipPart(blobs.Zip(run.Tenant, run.Export), run.Part, ExportWriter.Writer());
        await WriteManifest(run, part, cancel);
        var end = await WriteDirectory(run, part, cancel);
        var blocks = new List<string>();
        for (var each = 0; each < run.Part; each++) blocks.AddRange((await blobs.Index(run, each, cancel)).Blocks);
        blocks.AddRange(end.Blocks);
        if (blocks.Count > MostBlocks) throw new InvalidOperationException($"{run.Export} has {blocks.Count} blocks.");
        await blobs.Commit(run, blocks, expires, cancel);
        return run with
        {
            Files = run.Files + 1,
            Bytes = run.Bytes + end.Length,
            ExpiresAt = expires.ToDateTimeOffset(),
        };
    }

    /// <summary>The SHA-256 of the whole file: it is read once more, from its beginning.</summary>
    public async Task<string> Hash(ExportRun run, CancellationToken cancel)
    {
        await using var file = await blobs.Zip(run.Tenant, run.Export).OpenReadAsync(cancellationToken: cancel);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
    }

    private async Task WriteManifest(ExportRun run, ZipPart part, CancellationToken cancel)
    {
        using var file = part.Open(Manifest, isDeflated: true);
        await file.Write(await Head(run, cancel), cancel);
        for (var (each, first) = (0, true); each < run.Part; each++)
        {
            foreach (var listed in (await blobs.Index(run, each, cancel)).Files)
            {
                var line = new ManifestFile(listed.Name, listed.Rows, listed.Bytes, listed.Sha256);
                await file.Write(first ? "\n"u8.ToArray() : ",\n"u8.ToArray(), cancel);
                await file.Write(JsonSerializer.SerializeToUtf8Bytes(line, Json.Stored), cancel);
                first = false;
            }
        }
        await file.Write("\n]}\n"u8.ToArray(), cancel);
        await file.Close(null, cancel);
    }

    /// <summary>The manifest up to its list of files, which is too long to be held.</summary>
    private async Task<byte[]> Head(ExportRun run, CancellationToken cancel)
    {
        var tenant = await log.Get<Tenant, TenantEvent>(TenantId.Operator, RecordId.From(run.Tenant.Value), cancel);
        var head = new ManifestHead(
            1, "ItsmServerless", Version, run.Tenant, tenant.Value.State.Slug, tenant.Value.State.Name, run.Export,
            Instant.FromDateTimeOffset(run.StartedAt), clock.Now, ExportLines.Redacted, run.Files, run.Rows);
        return [.. JsonSerializer.SerializeToUtf8Bytes(head, Json.Stored)[..^1], .. ",\"files\":["u8];
    }

    private async Task<PartIndex> WriteDirectory(ExportRun run, ZipPart part, CancellationToken cancel)
    {
        var (start, count, bytes, at) = (run.Bytes + part.Length, 0L, 0L, 0L);
        for (var each = 0; each < run.Part; each++)
        {
            var index = await blobs.Index(run, each, cancel);
            foreach (var listed in index.Files) await Write(listed, at);
            at += index.Length;
        }
        foreach (var listed in part.Files) await Write(listed, run.Bytes);
        await part.Write(ZipFormat.End(count, start, bytes), cancel);
        return await part.Close(cancel);

        async Task Write(ZippedFile listed, long from)
        {
            var entry = ZipFormat.Entry(listed, from + listed.Offset);
            await part.Write(entry, cancel);
            (count, bytes) = (count + 1, bytes + entry.Length);
        }
    }
}

/// <summary>The manifest but for its files.</summary>
/// <param name="Format">Rises when a reader of before would be wrong.</param>
/// <param name="Redacted">What stands in the place of secrets.</param>
/// <param name="FileCount">Files listed; the manifest is not among them.</param>
public sealed record ManifestHead(
    int Format, string Product, string ProductVersion, TenantId Tenant, string Slug, string Name, RecordId Export,
    Instant StartedAt, Instant WrittenAt, string Redacted, long FileCount, long RowCount);

/// <summary>A file as the manifest lists it.</summary>
/// <param name="Rows">Lines of JSON; missing for blobs.</param>
public sealed record ManifestFile(string File, long? Rows, long Bytes, string Sha256);
