using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Tenants.Exports;

/// <summary>Where exports lie: the shared container <c>exports</c>, so that the last one outlives its tenant.</summary>
/// <remarks><c>{tenant}/{export}.zip</c>; beside it, while it is made, <c>{tenant}/{export}/000000.json</c>…: what each
/// part came to.</remarks>
public sealed class ExportBlobs(Kernel.Storage.Tables tables)
{
    /// <summary>The container.</summary>
    public const string Container = "exports";

    /// <summary>An export that was not finished by then never will be.</summary>
    private static readonly Duration Abandoned = Duration.FromDays(40);

    private const string Expiry = "expires";

    private BlobContainerClient Blobs => tables.SharedBlobs(Container);

    /// <summary>Makes the container; may be called again.</summary>
    public Task Prepare(CancellationToken cancel) => Blobs.CreateIfNotExistsAsync(cancellationToken: cancel);

    /// <summary>The file itself.</summary>
    public BlockBlobClient Zip(TenantId tenant, RecordId export) => Blobs.GetBlockBlobClient($"{tenant}/{export}.zip");

    /// <summary>Keeps what a part came to; the last writer's counts.</summary>
    public Task Put(ExportRun run, PartIndex index, CancellationToken cancel) => Part(run, run.Part).UploadAsync(
        BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(index, Json.Stored)), overwrite: true, cancel);

    /// <summary>What a part came to.</summary>
    public async Task<PartIndex> Index(ExportRun run, int part, CancellationToken cancel)
    {
        BlobDownloadResult stored = await Part(run, part).DownloadContentAsync(cancel);
        return JsonSerializer.Deserialize<PartIndex>(stored.Content, Json.Stored)!;
    }

    /// <summary>Makes the file of its blocks; what was staged beside them is gone. May be called again.</summary>
    public Task Commit(ExportRun run, IEnumerable<string> blocks, Instant expires, CancellationToken cancel) =>
        Zip(run.Tenant, run.Export).CommitBlockListAsync(blocks, new CommitBlockListOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/zip" },
            Metadata = new Dictionary<string, string> { [Expiry] = $"{expires.ToUnixTimeSeconds()}" },
        }, cancel);

    /// <summary>Takes the notes on parts away, once the file is there.</summary>
    public async Task RemoveParts(ExportRun run, CancellationToken cancel)
    {
        for (var part = 0; part < run.Part; part++) await Part(run, part).DeleteIfExistsAsync(cancellationToken: cancel);
    }

    /// <summary>Takes everything of a tenant away but one export. One listing, a call for each blob.</summary>
    public async Task RemoveOthers(TenantId tenant, RecordId kept, CancellationToken cancel)
    {
        await foreach (var blob in List($"{tenant}/", cancel))
            if (!blob.Name.StartsWith($"{tenant}/{kept}", StringComparison.Ordinal)) await Blobs.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancel);
    }

    /// <summary>Takes away what expired, of all tenants. One listing: a call for each 5,000 blobs.</summary>
    public async Task RemoveExpired(Instant now, CancellationToken cancel)
    {
        await Prepare(cancel);
        await foreach (var blob in List(null, cancel))
            if (IsExpired(blob, now)) await Blobs.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancel);
    }

    private static bool IsExpired(BlobItem blob, Instant now) => blob.Metadata.TryGetValue(Expiry, out var expires)
        ? Instant.FromUnixTimeSeconds(long.Parse(expires, System.Globalization.CultureInfo.InvariantCulture)) <= now
        : blob.Properties.LastModified is { } written && Instant.FromDateTimeOffset(written) + Abandoned <= now;

    private IAsyncEnumerable<BlobItem> List(string? prefix, CancellationToken cancel) =>
        Blobs.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix, cancel);

    private BlobClient Part(ExportRun run, int part) => Blobs.GetBlobClient($"{run.Tenant}/{run.Export}/{part:D6}.json");
}
