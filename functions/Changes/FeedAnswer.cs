using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ItsmServerless.Changes;

/// <summary>A feed's document as an answer; 304 when the program has it already (RFC 9110, 13.1.2).</summary>
public sealed class FeedAnswer(FeedDocument document) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = new EntityTagHeaderValue($"\"{document.Tag}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (Has(request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.ContentType = FeedDocument.MediaType;
        return response.WriteAsync(document.Text, httpContext.RequestAborted);
    }

    private static bool Has(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var seen) &&
        seen.Any(each => each.Compare(tag, useStrongComparison: false) || each.Equals(EntityTagHeaderValue.Any));
}
