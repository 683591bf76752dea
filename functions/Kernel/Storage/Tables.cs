using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Storage;

/// <summary>The one place where table and container names are made, so that a tenant's data lies in that tenant's
/// tables only.</summary>
public sealed class Tables(TableServiceClient service, BlobServiceClient blobs, StorageSettings settings)
{
    private readonly ConcurrentDictionary<string, TableClient> clients = new();

    /// <summary>A table of a tenant.</summary>
    public TableClient Of(TenantId tenant, string table) => Client(TableNames.Of(tenant, table));

    /// <summary>A table shared by all tenants; it holds no record of theirs.</summary>
    public TableClient Shared(string table) => Client(table);

    /// <summary>A tenant's blobs: attachments, raw mail, payloads.</summary>
    public BlobContainerClient Blobs(TenantId tenant) =>
        blobs.GetBlobContainerClient($"{settings.Prefix}{TableNames.Of(tenant, "")}");

    /// <summary>Blobs that outlive what they are about, such as the export of a tenant that left.</summary>
    public BlobContainerClient SharedBlobs(string container) =>
        blobs.GetBlobContainerClient(settings.Prefix + container);

    /// <summary>Makes what the product needs to start; may be called again.</summary>
    public Task CreateShared(CancellationToken cancel) =>
        Task.WhenAll(TableNames.OfAll.Select(table => Shared(table).CreateIfNotExistsAsync(cancel)));

    /// <summary>Makes what a tenant needs; may be called again.</summary>
    public Task CreateFor(TenantId tenant, CancellationToken cancel) => CreateFor(tenant, TableNames.OfTenants, cancel);

    /// <summary>Makes some of a tenant's tables, and what it needs beside them; may be called again.</summary>
    public async Task CreateFor(TenantId tenant, IEnumerable<string> names, CancellationToken cancel)
    {
        await Task.WhenAll(names.Select(table => Of(tenant, table).CreateIfNotExistsAsync(cancel)));
        await Blobs(tenant).CreateIfNotExistsAsync(cancellationToken: cancel);
    }

    private TableClient Client(string name) => clients.GetOrAdd(settings.Prefix + name, service.GetTableClient);
}
