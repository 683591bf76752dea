using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tests.Scenarios.Fixtures;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>What storage has of a tenant.</summary>
internal static class TenantTraces
{
    /// <summary>Tables and the container of its own, and in what is shared the rows that name it, as <c>table:
    /// partition</c>, and blobs; not what the local runtime keeps, nor what is kept for the last bill. The tenant's id is
    /// left out of it.</summary>
    public static async Task<List<string>> OfAsync(StorageScope scope, string id)
    {
        var (own, found) = ($"{scope.Prefix}t{id[4..].ToLowerInvariant()}", new List<string>());
        var service = new TableServiceClient(scope.ConnectionString);
        await foreach (var table in service.QueryAsync())
        {
            if (table.Name.StartsWith(own, StringComparison.Ordinal)) found.Add($"table {table.Name[own.Length..]}");
            else if (table.Name.StartsWith(scope.Prefix, StringComparison.Ordinal))
                found.AddRange(await RowsAsync(service.GetTableClient(table.Name), table.Name[scope.Prefix.Length..], id));
        }
        var blobs = new BlobServiceClient(scope.ConnectionString);
        await foreach (var container in blobs.GetBlobContainersAsync(prefix: scope.Prefix))
        {
            if (container.Name == own) found.Add("container");
            else found.AddRange(await BlobsAsync(blobs.GetBlobContainerClient(container.Name), id));
        }
        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> RowsAsync(TableClient table, string name, string id) => TableNames.OfAll.Except([TableNames.Usage]).Contains(name)
        ? await table.QueryAsync<TableEntity>().Where(row => Names(row, id)).Select(row => $"{name}: {row.PartitionKey.Replace(id, "id")}")
            .Distinct().ToListAsync()
        : [];

    private static bool Names(TableEntity row, string id) => row.Any(column =>
        (column.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{column.Value}").Contains(id, StringComparison.Ordinal));

    /// <summary>Of an export, its kind of id and its ending.</summary>
    private static async Task<List<string>> BlobsAsync(BlobContainerClient container, string id) => await container.GetBlobsAsync()
        .Where(blob => blob.Name.Contains(id, StringComparison.Ordinal))
        .Select(blob => $"blob {blob.Name.Split('/')[^1][..4]}{blob.Name[blob.Name.LastIndexOf('.')..]}").ToListAsync();
}
