using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ItsmServerless.Local.Hosting;

namespace ItsmServerless.Local.Desk.Storage;

/// <summary>Reads this host's tables and containers, those under its prefix; writes nothing, ever.</summary>
internal sealed class StorageReader(TableServiceClient tables, BlobServiceClient blobs, LocalEnvironment environment)
{
    /// <summary>Some rows, and where to go on.</summary>
    public sealed record Rows(IReadOnlyList<TableEntity> Items, string? Next);

    /// <summary>Some blobs, and where to go on.</summary>
    public sealed record Blobs(IReadOnlyList<BlobItem> Items, string? Next);

    /// <summary>The names of all tables.</summary>
    public async Task<IReadOnlyList<string>> TablesAsync(CancellationToken cancellationToken) =>
        await tables.QueryAsync(cancellationToken: cancellationToken)
            .Select(table => table.Name).Where(IsOurs).Order(StringComparer.Ordinal).ToListAsync(cancellationToken);

    /// <summary>The names of all containers.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync(CancellationToken cancellationToken) =>
        await blobs.GetBlobContainersAsync(prefix: environment.Prefix, cancellationToken: cancellationToken)
            .Select(container => container.Name).ToListAsync(cancellationToken);

    /// <summary>How many rows a table has, up to a limit; <see langword="null"/> when it is gone.</summary>
    public async Task<int?> CountAsync(string table, int most, CancellationToken cancellationToken)
    {
        try
        {
            return await Table(table).QueryAsync<TableEntity>(
                maxPerPage: most, select: ["PartitionKey"], cancellationToken: cancellationToken)
                .Take(most).CountAsync(cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null;
        }
    }

    /// <summary>A page of rows in the order of their keys; <see langword="null"/> when there is no such
    /// table.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="partition">Those of one partition; empty for all.</param>
    /// <param name="from">Where to go on, out of the page before; empty for the first page.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Rows?> PageAsync(
        string table, string partition, string from, int most, CancellationToken cancellationToken)
    {
        if (!IsOurs(table))
            return null;
        var filter = partition.Length > 0 ? TableClient.CreateQueryFilter($"PartitionKey eq {partition}") : null;
        var pages = Table(table).QueryAsync<TableEntity>(filter, most, cancellationToken: cancellationToken)
            .AsPages(from.Length > 0 ? from : null, most);
        try
        {
            var page = await pages.FirstAsync(cancellationToken);
            return new Rows(page.Values, page.ContinuationToken is { Length: > 0 } next ? next : null);
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 400)
        {
            return null; // No such table, or a place to go on that is none.
        }
    }

    /// <summary>One row; <see langword="null"/> when there is none.</summary>
    public async Task<TableEntity?> FindAsync(
        string table, string partition, string row, CancellationToken cancellationToken)
    {
        if (!IsOurs(table))
            return null;
        try
        {
            var found = await Table(table).GetEntityIfExistsAsync<TableEntity>(
                partition, row, cancellationToken: cancellationToken);
            return found.HasValue ? found.Value : null;
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 400)
        {
            return null;
        }
    }

    /// <summary>A page of blobs by name; <see langword="null"/> when there is no such container.</summary>
    public async Task<Blobs?> BlobsAsync(
        string container, string prefix, string from, int most, CancellationToken cancellationToken)
    {
        if (!IsOurs(container))
            return null;
        try
        {
            var page = await blobs.GetBlobContainerClient(container)
                .GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken)
                .AsPages(from.Length > 0 ? from : null, most).FirstAsync(cancellationToken);
            return new Blobs(page.Values, page.ContinuationToken is { Length: > 0 } next ? next : null);
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 400)
        {
            return null;
        }
    }

    /// <summary>A blob, its content to be read and disposed; <see langword="null"/> when there is none.</summary>
    public async Task<BlobDownloadStreamingResult?> OpenAsync(
        string container, string name, CancellationToken cancellationToken)
    {
        if (!IsOurs(container) || name.Length == 0)
            return null;
        try
        {
            return await blobs.GetBlobContainerClient(container).GetBlobClient(name)
                .DownloadStreamingAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 400)
        {
            return null;
        }
    }

    private bool IsOurs(string name) => name.StartsWith(environment.Prefix, StringComparison.OrdinalIgnoreCase);

    private TableClient Table(string name) => tables.GetTableClient(name);
}
