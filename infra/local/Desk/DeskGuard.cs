using System.Net;

namespace ItsmServerless.Local.Desk;

/// <summary>Keeps web pages of elsewhere away from the desk, which asks for no credential.</summary>
/// <remarks>
/// A name that was rebound to 127.0.0.1 still arrives in <c>Host</c>; a form of another site cannot send JSON without
/// asking first (CORS preflight), which is never granted.
/// </remarks>
internal static class DeskGuard
{
    private static readonly string[] Hosts = ["127.0.0.1", "localhost"];

    /// <summary>Guards everything under <c>/_local</c>.</summary>
    public static void UseDeskGuard(this IApplicationBuilder app) => app.Use((http, next) =>
        IsDesk(http.Request.Path) && Refusal(http) is { } refusal ? refusal.ExecuteAsync(http) : next(http));

    private static bool IsDesk(PathString path) =>
        path.StartsWithSegments(DeskEndpoints.Root, StringComparison.OrdinalIgnoreCase);

    private static IResult? Refusal(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } from || !IPAddress.IsLoopback(from))
            return DeskProblem.Of(StatusCodes.Status403Forbidden, "not_local", "The desk answers this machine alone.");
        if (!Hosts.Contains(http.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return DeskProblem.Of(
                StatusCodes.Status403Forbidden, "not_local", $"The desk is at {string.Join(" or ", Hosts)} alone.");
        }
        return HttpMethods.IsPost(http.Request.Method) && !http.Request.HasJsonContentType()
            ? DeskProblem.Of(
                StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The desk takes application/json.")
            : null;
    }
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
