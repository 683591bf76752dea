using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ItsmServerless.Kernel.Http;

/// <summary>Reads bodies up to a limit, never more.</summary>
public static class RequestBody
{
    /// <summary>A JSON body as a checked record.</summary>
    internal static async Task<Outcome<(TBody Body, byte[] Bytes)>> Read<TBody>(HttpRequest request, int limit) where TBody : class, IBody<TBody>
    {
        if ((await Bytes(request, limit)).IsRefused(out var tooLarge, out var bytes)) return tooLarge;
        if (bytes.Length == 0 && TBody.MayBeEmpty) bytes = "{}"u8.ToArray();
        else if (!IsJson(request.ContentType)) return new Problem(ProblemCode.UnsupportedMediaType, "Content-Type must be application/json.");
        return StrictJson.Read<TBody>(bytes).Map(body => (body, bytes));
    }

    /// <summary>The raw body, or <c>payload_too_large</c> as soon as it is longer than the limit, declared or
    /// not.</summary>
    public static async Task<Outcome<byte[]>> Bytes(HttpRequest request, int limit)
    {
        if (request.ContentLength > limit) return TooLarge(limit);
        using var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
        {
            if (body.Length + read > limit) return TooLarge(limit);
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    /// <summary>Whether a Content-Type names a media type; in UTF-8, or without a charset.</summary>
    public static bool Is(string? contentType, string mediaType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var media) &&
        media.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) && IsUtf8(media);

    private static Problem TooLarge(int limit) => new(ProblemCode.PayloadTooLarge, $"The body is larger than {limit} bytes.");

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var media) && (media.MediaType == "application/json" || media.Suffix == "json") &&
        IsUtf8(media);

    private static bool IsUtf8(MediaTypeHeaderValue media) =>
        media.Charset.Length == 0 || media.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
