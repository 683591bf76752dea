using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace ItsmServerless.Tests.Scenarios.Fixtures;

/// <summary>Table and container names that nobody else uses; what was made under them goes when it is disposed.</summary>
public sealed class StorageScope(string connectionString) : IAsyncDisposable
{
    /// <summary>What the storage clients connect with.</summary>
    public string ConnectionString { get; } = connectionString;

    /// <summary>Put before every table and container name: letters and digits, a letter first.</summary>
    public string Prefix { get; } = "x" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x");

    /// <summary>A table of this scope, made if it is not there.</summary>
    public async Task<TableClient> TableAsync(string name = "table")
    {
        var table = new TableClient(ConnectionString, Prefix + name);
        await table.CreateIfNotExistsAsync();
        return table;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var tables = new TableServiceClient(ConnectionString);
        await foreach (var table in tables.QueryAsync(named => named.Name.CompareTo(Prefix) >= 0
            && named.Name.CompareTo(Prefix + "~") < 0))
            await tables.DeleteTableAsync(table.Name);
        var blobs = new BlobServiceClient(ConnectionString);
        await foreach (var container in blobs.GetBlobContainersAsync(prefix: Prefix))
            await blobs.DeleteBlobContainerAsync(container.Name);
    }
}
