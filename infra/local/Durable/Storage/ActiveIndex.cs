using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>The keys of the instances that are not over, so that a start need not read through all history.</summary>
/// <remarks>A key is in it before its instance exists and until after it is over: too many keys do no harm.</remarks>
internal sealed class ActiveIndex(TableClient table)
{
    private const int Partitions = 16;

    /// <summary>Adds a key, or finds it there.</summary>
    public Task AddAsync(string key, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(new TableEntity(PartitionOf(key), key), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Removes a key.</summary>
    public Task RemoveAsync(string key, CancellationToken cancellationToken) =>
        table.DeleteEntityAsync(PartitionOf(key), key, ETag.All, cancellationToken);

    /// <summary>All keys.</summary>
    public IAsyncEnumerable<string> AllAsync(CancellationToken cancellationToken) =>
        table.QueryAsync<TableEntity>(cancellationToken: cancellationToken).Select(row => row.RowKey);

    // An emulator looks through the rows of a partition; many small ones keep that short.
    private static string PartitionOf(string key) =>
        (SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % Partitions).ToString("x", CultureInfo.InvariantCulture);
}
