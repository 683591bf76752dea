namespace ItsmServerless.Local.Desk.Mails;

/// <summary>Shows the HTML of a captured mail where it can do nothing.</summary>
internal static class DeskMailView
{
    /// <summary>No scripts, no forms, no requests to anywhere; an origin of its own even when opened by
    /// itself.</summary>
    private const string Policy =
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

    /// <summary>The HTML; 404 when there is no such mail or it has none.</summary>
    public static async Task<IResult> ShowAsync(
        string id, DeskMailStore mails, HttpContext http, CancellationToken cancellationToken)
    {
        if ((await mails.FindAsync(id, cancellationToken))?.Html is not { } html)
            return DeskProblem.Of(StatusCodes.Status404NotFound, "not_found", "There is no such mail with HTML.");
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Content(html, "text/html; charset=utf-8");
    }
}
