using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>Texts of any length in table rows: short ones in the row, long ones in a blob it names.</summary>
/// <remarks>
/// A property holds 64 KiB, which is 32 Ki characters
/// (learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model). Every write makes a new
/// blob, stored before the row that names it, so what a row says never changes under it.
/// </remarks>
internal sealed class TextCells(BlobContainerClient blobs)
{
    private const int LongestInRow = 30_000;

    /// <summary>Puts a text into a column; null makes the column say that there is none.</summary>
    /// <param name="folder">Begins the name of the blob, for all that goes at one time.</param>
    public async Task WriteAsync(
        TableEntity row, string column, string? text, string folder, CancellationToken cancellationToken)
    {
        var isLong = text?.Length > LongestInRow;
        row[column] = isLong ? string.Empty : text ?? string.Empty;
        row[BlobOf(column)] = isLong ? await UploadAsync(folder, text!, cancellationToken) : string.Empty;
    }

    /// <summary>The text of a column, or <see langword="null"/>.</summary>
    /// <exception cref="InvalidDataException">The row names a blob that is not there.</exception>
    public async Task<string?> ReadAsync(TableEntity row, string column, CancellationToken cancellationToken)
    {
        if (NameIn(row, column) is { } blob)
            return await DownloadAsync(blob, column, cancellationToken);
        return row.GetString(column) is { Length: > 0 } text ? text : null;
    }

    /// <summary>The blob that holds a column's text; <see langword="null"/> when the row itself does.</summary>
    public static string? NameIn(TableEntity row, string column) =>
        row.GetString(BlobOf(column)) is { Length: > 0 } blob ? blob : null;

    /// <summary>Whether a row says anything of a column.</summary>
    public static bool Has(TableEntity row, string column) => row.ContainsKey(column);

    /// <summary>The columns by which a text is kept, for a query that asks for some columns only.</summary>
    public static IEnumerable<string> ColumnsOf(string column) => [column, BlobOf(column)];

    /// <summary>Removes texts no row names any more.</summary>
    public async Task RemoveAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
            await blobs.DeleteBlobIfExistsAsync(name, cancellationToken: cancellationToken);
    }

    /// <summary>Removes the long texts of a folder.</summary>
    public async Task PurgeAsync(string folder, CancellationToken cancellationToken)
    {
        var names = blobs.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder + "/", cancellationToken);
        await foreach (var blob in names)
            await blobs.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    }

    private static string BlobOf(string column) => column + "Blob";

    private async Task<string> DownloadAsync(string name, string column, CancellationToken cancellationToken)
    {
        try
        {
            return (await blobs.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content.ToString();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            throw new InvalidDataException($"The text of '{column}' is missing: there is no blob '{name}'.", missing);
        }
    }

    private async Task<string> UploadAsync(string folder, string text, CancellationToken cancellationToken)
    {
        var name = $"{folder}/{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        await blobs.GetBlobClient(name).UploadAsync(BinaryData.FromString(text), overwrite: true, cancellationToken);
        return name;
    }
}
