using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs.Specialized;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ItsmServerless.Kernel.Http;

/// <summary>A file that was uploaded; its bytes are in a blob.</summary>
/// <param name="Name">Cleaned: for showing only.</param>
/// <param name="ContentType">As the sender says, without parameters.</param>
/// <param name="Sha256">Of the bytes, lower-case hex.</param>
public sealed record UploadedFile(string Name, string ContentType, long Bytes, string Sha256, string Blob)
{
    /// <summary>What makes the same upload the same.</summary>
    public ReadOnlySpan<byte> Fingerprint => Encoding.UTF8.GetBytes($"{Name}\n{ContentType}\n{Sha256}");
}

/// <summary>The form of an upload, for the OpenAPI document.</summary>
/// <param name="File">The bytes.</param>
public sealed record UploadForm(byte[] File);

/// <summary>Reads a multipart/form-data body (RFC 7578) that holds one file, straight into a blob.</summary>
public static class Upload
{
    private const string Field = "file";
    private const int BlockBytes = 4 << 20;

    /// <summary>Stores the file, never holding more than 4 MiB of it.</summary>
    /// <returns>The file; or <c>unsupported_media_type</c>, <c>invalid_parameter</c> for a body that cannot be read,
    /// <c>unknown_field</c>, <c>validation_failed</c> without a file, <c>payload_too_large</c>.</returns>
    public static async Task<Outcome<UploadedFile>> Read(
        HttpRequest request, BlockBlobClient blob, long most, CancellationToken cancel)
    {
        if (Boundary(request) is not { } boundary)
            return new Problem(ProblemCode.UnsupportedMediaType, "Content-Type must be multipart/form-data.");
        try
        {
            return await Parts(new MultipartReader(boundary, request.Body), blob, most, cancel);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // The reader has no other way to say that the body is not what its Content-Type promises.
            return new Problem(ProblemCode.InvalidParameter, "The body is not multipart/form-data.");
        }
    }

    private static async Task<Outcome<UploadedFile>> Parts(
        MultipartReader reader, BlockBlobClient blob, long most, CancellationToken cancel)
    {
        UploadedFile? file = null;
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            var disposition = section.GetContentDispositionHeader();
            if (disposition?.Name.Value?.Trim('"') is not Field || file is not null) return UnknownField();
            if ((await Store(section, blob, most, cancel)).IsRefused(out var tooLarge, out var stored)) return tooLarge;
            file = new(FileName(disposition), ContentType(section), stored.Bytes, stored.Sha256, blob.Name);
        }
        return file is null ? Missing() : file;
    }

    private static async Task<Outcome<(long Bytes, string Sha256)>> Store(
        MultipartSection section, BlockBlobClient blob, long most, CancellationToken cancel)
    {
        var blocks = new Blocks(blob);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BlockBytes];
        long total = 0;
        for (int read; (read = await Fill(buffer, section.Body, cancel)) > 0;)
        {
            if ((total += read) > most)
                return new Problem(ProblemCode.PayloadTooLarge, $"The file is larger than {most} bytes.");
            hash.AppendData(buffer, 0, read);
            await blocks.Stage(buffer, read, cancel);
        }
        await blocks.Commit(cancel);
        return (total, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static ValueTask<int> Fill(byte[] buffer, Stream content, CancellationToken cancel) =>
        content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);

    private static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var media) && media.MediaType == "multipart/form-data" &&
        HeaderUtilities.RemoveQuotes(media.Boundary).Value is { Length: > 0 and <= 70 } boundary ? boundary : null;

    private static string FileName(ContentDispositionHeaderValue disposition) => FileNames.Clean(
        disposition.FileNameStar.HasValue
            ? disposition.FileNameStar.Value
            : HeaderUtilities.RemoveQuotes(disposition.FileName).Value);

    private static string ContentType(MultipartSection section) =>
        MediaTypeHeaderValue.TryParse(section.ContentType, out var media) &&
        media.MediaType.Value is { Length: <= 100 } type
            ? type.ToLowerInvariant()
            : "application/octet-stream";

    private static Problem UnknownField() => new(ProblemCode.UnknownField, $"The form holds one field, {Field}, once.");

    private static Problem Missing() =>
        Problem.Validation(new FieldError("/file", "required", "/file is required: the form has no such field."));

    /// <summary>A blob in the making, unseen before the commit; what never is committed goes by itself.</summary>
    private sealed class Blocks(BlockBlobClient blob)
    {
        private readonly List<string> ids = [];

        public Task Stage(byte[] buffer, int count, CancellationToken cancel)
        {
            ids.Add(Convert.ToBase64String(BitConverter.GetBytes(ids.Count)));
            return blob.StageBlockAsync(ids[^1], new MemoryStream(buffer, 0, count), cancellationToken: cancel);
        }

        public Task Commit(CancellationToken cancel) => blob.CommitBlockListAsync(ids, cancellationToken: cancel);
    }
}
