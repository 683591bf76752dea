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

    /// <summary>The tables a tenant has in the account, of this version or another. One query.</summary>
    public async Task<IReadOnlyList<string>> NamesOf(TenantId tenant, CancellationToken cancel)
    {
        var prefix = settings.Prefix + TableNames.Of(tenant, "");
        var (from, to) = (prefix, prefix + "{"); // The character after z.
        var filter = TableClient.CreateQueryFilter($"TableName ge {from} and TableName lt {to}");
        return await service.QueryAsync(filter, cancellationToken: cancel).Select(table => table.Name).ToListAsync(cancel);
    }

    /// <summary>Drops a table of the account; one that is gone is fine.</summary>
    public Task Drop(string name, CancellationToken cancel) => service.DeleteTableAsync(name, cancel);

    /// <summary>How many blobs a tenant has. A call for each 5,000.</summary>
    public async Task<long> CountBlobs(TenantId tenant, CancellationToken cancel) => await Blobs(tenant).ExistsAsync(cancel)
        ? await Blobs(tenant).GetBlobsAsync(cancellationToken: cancel).LongCountAsync(cancel)
        : 0;

    private TableClient Client(string name) => clients.GetOrAdd(settings.Prefix + name, service.GetTableClient);
}
