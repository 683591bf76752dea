using System.Net;
using Microsoft.Net.Http.Headers;

namespace ItsmServerless.Local.Desk;

/// <summary>Keeps web pages of elsewhere away from the desk, which asks for no credential.</summary>
/// <remarks>
/// A name that was rebound to 127.0.0.1 still arrives in <c>Host</c>. A page of another site cannot send JSON without
/// asking first (CORS preflight), which is never granted; it can send a form, but the browser says where that came
/// from. What is captured may be of any type, and is refused only when a page of elsewhere sends it.
/// </remarks>
internal static class DeskGuard
{
    private static readonly string[] Hosts = ["127.0.0.1", "localhost"];

    /// <summary>Guards everything under <c>/_local</c>.</summary>
    public static void UseDeskGuard(this IApplicationBuilder app) => app.Use((http, next) =>
        IsUnder(http.Request.Path, DeskEndpoints.Root) && Refusal(http) is { } refusal
            ? refusal.ExecuteAsync(http)
            : next(http));

    private static bool IsUnder(PathString path, string root) =>
        path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase);

    private static IResult? Refusal(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } from || !IPAddress.IsLoopback(from))
            return Forbidden("not_local", "The desk answers this machine alone.");
        if (!Hosts.Contains(http.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return Forbidden("not_local", $"The desk is at {string.Join(" or ", Hosts)} alone.");
        if (IsUnder(http.Request.Path, DeskEndpoints.Hooks) || IsUnder(http.Request.Path, DeskEndpoints.Cards))
            return IsOfElsewhere(http.Request) ? Forbidden("not_local", "A page of another site sent this.") : null;
        return HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            ? null
            : RefusalOfChange(http.Request);
    }

    private static IResult? RefusalOfChange(HttpRequest request)
    {
        if (request.HasJsonContentType())
            return null;
        if (!request.HasFormContentType)
        {
            return DeskProblem.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "unsupported_media_type",
                "The desk takes application/json.");
        }
        return OriginOf(request) == OwnOrigin(request) && !IsOfElsewhere(request)
            ? null
            : Forbidden("not_same_origin", "The desk takes forms from its own pages alone; send application/json.");
    }

    /// <summary>What the browser says about where a request came from; programs say nothing.</summary>
    private static bool IsOfElsewhere(HttpRequest request) =>
        (OriginOf(request) is { Length: > 0 } origin && origin != OwnOrigin(request))
        || request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    private static string OriginOf(HttpRequest request) => request.Headers[HeaderNames.Origin].ToString();

    private static string OwnOrigin(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static IResult Forbidden(string code, string detail) =>
        DeskProblem.Of(StatusCodes.Status403Forbidden, code, detail);
}

/// <summary>A refusal of the desk (RFC 9457).</summary>
internal static class DeskProblem
{
    /// <summary>The answer.</summary>
    public static IResult Of(int status, string code, string detail) => Results.Json(
        new { type = "about:blank", title = code, status, detail, code },
        contentType: "application/problem+json",
        statusCode: status);
}
