using System.Text;
using ItsmServerless.Intake.Mime;
using Microsoft.AspNetCore.Http;
using Page = ItsmServerless.Kernel.Http.HtmlText;

namespace ItsmServerless.Intake;

/// <summary>A mail as a page that can do nothing: no script, no form, nothing from outside.</summary>
/// <remarks>The headers stand behind the sanitizer: what slipped through it would find no way either.</remarks>
public sealed class MailPage(InboundMail mail) : IResult
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; " +
        "base-uri 'none'; frame-ancestors 'none'; sandbox";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var bytes = Encoding.UTF8.GetBytes(Html());
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "private, no-store";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }

    /// <summary>The HTML of the mail where it has some that can be shown, its text otherwise.</summary>
    internal string Html() =>
        $"<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{Page.Encode(mail.Subject)}</title></head>" +
        $"<body>{SafeHtml.Of(mail) ?? $"<pre style=\"white-space:pre-wrap\">{Page.Encode(mail.Text)}</pre>"}</body></html>";
}
