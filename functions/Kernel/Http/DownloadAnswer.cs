using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ItsmServerless.Kernel.Http;

/// <summary>A file that strangers sent, as an answer that no browser opens in place.</summary>
/// <param name="name">Cleaned by <see cref="FileNames"/>.</param>
/// <param name="contentType">As the sender says; only what cannot hold a script is repeated.</param>
/// <param name="open">Opens the bytes when they are to be sent.</param>
/// <remarks>RFC 6266 with <c>filename*</c>; OWASP ASVS 5.4.1, 5.4.2.</remarks>
public sealed class DownloadAnswer(
    string name, string contentType, long bytes, Func<CancellationToken, Task<Stream>> open) : IResult
{
    /// <summary>A table that we wrote ourselves.</summary>
    public const string CsvUtf8 = "text/csv; charset=utf-8";

    private const string Unknown = "application/octet-stream";
    private static readonly string[] Harmless =
    [
        "text/plain", "text/csv", CsvUtf8, "image/png", "image/jpeg", "image/gif", "application/pdf", "application/zip",
        "message/rfc822",
    ];

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var isHead = HttpMethods.IsHead(httpContext.Request.Method);
        await using var content = isHead ? Stream.Null : await open(httpContext.RequestAborted);
        var response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.ContentType = Harmless.Contains(contentType) ? contentType : Unknown;
        response.ContentLength = bytes;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, no-store";
        if (isHead) return;
        await content.CopyToAsync(response.Body, httpContext.RequestAborted);
    }
}
