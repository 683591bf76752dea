using System.Text;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Http;

/// <summary>A page that is complete in itself: it runs no script, fetches nothing, sends no form, and only its own
/// style sheet is let in.</summary>
/// <param name="style">The text between the page's style tags.</param>
public sealed class PageAnswer(string html, string style) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var bytes = Encoding.UTF8.GetBytes(html);
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "private, no-store";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src '{HtmlText.HashOf(style)}'; form-action 'none'; base-uri 'none'; " +
            "frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
