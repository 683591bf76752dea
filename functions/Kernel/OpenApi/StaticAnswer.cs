using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>Bytes that are the same for everybody, until the next version of the app.</summary>
internal sealed class StaticAnswer(ReadOnlyMemory<byte> body, string mediaType) : IResult
{
    /// <summary>How the body is packed; <see langword="null"/> when it is not.</summary>
    public string? Encoding { get; init; }

    /// <summary>What a browser may load and run for this page; nothing unless said.</summary>
    public string ContentSecurityPolicy { get; init; } = "default-src 'none'";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        response.Headers.ContentEncoding = Encoding;
        response.Headers.CacheControl = "public, max-age=300";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
