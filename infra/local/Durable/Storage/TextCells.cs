using System.Security.Cryptography;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

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
    public async Task WriteAsync(TableEntity row, string column, string? text, CancellationToken cancellationToken)
    {
        var isLong = text?.Length > LongestInRow;
        row[column] = isLong ? string.Empty : text ?? string.Empty;
        row[BlobOf(column)] = isLong ? await UploadAsync(row.PartitionKey, text!, cancellationToken) : string.Empty;
    }

    /// <summary>The text of a column, or <see langword="null"/>.</summary>
    public async Task<string?> ReadAsync(TableEntity row, string column, CancellationToken cancellationToken)
    {
        if (row.GetString(BlobOf(column)) is { Length: > 0 } blob)
            return (await blobs.GetBlobClient(blob).DownloadContentAsync(cancellationToken)).Value.Content.ToString();
        return row.GetString(column) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Removes the long texts of a partition.</summary>
    public async Task PurgeAsync(string partitionKey, CancellationToken cancellationToken)
    {
        var names = blobs.GetBlobsAsync(
            Azure.Storage.Blobs.Models.BlobTraits.None,
            Azure.Storage.Blobs.Models.BlobStates.None,
            partitionKey + "/",
            cancellationToken);
        await foreach (var blob in names)
            await blobs.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    }

    private static string BlobOf(string column) => column + "Blob";

    private async Task<string> UploadAsync(string folder, string text, CancellationToken cancellationToken)
    {
        var name = $"{folder}/{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        await blobs.GetBlobClient(name).UploadAsync(BinaryData.FromString(text), overwrite: true, cancellationToken);
        return name;
    }
}
