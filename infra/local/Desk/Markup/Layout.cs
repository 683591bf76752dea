using System.Collections.Immutable;
using ItsmServerless.Local.Hosting;

namespace ItsmServerless.Local.Desk.Markup;

/// <summary>What every page of the desk has: navigation, the clock, a notice, and headers that keep it
/// harmless.</summary>
internal sealed class Layout(LocalEnvironment environment)
{
    /// <summary>Everything is served by this host; nothing runs that is not in <c>desk.js</c>.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly ImmutableArray<(string Path, string Name)> Sections =
    [
        ("", "Overview"), ("/functions", "Functions"), ("/orchestrations", "Orchestrations"), ("/bus", "Service Bus"),
        ("/mail", "Mail"), ("/teams", "Teams cards"), ("/webhooks", "Webhooks"), ("/clock", "Clock"),
        ("/storage", "Storage"),
    ];

    /// <summary>The time of the host's clock.</summary>
    public DateTimeOffset Now => environment.Time.GetUtcNow();

    /// <summary>A page.</summary>
    /// <param name="http">Whom it goes to; a notice that waits for them is shown once.</param>
    /// <param name="section">The path of its section, as in the navigation.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="body">What is below the heading.</param>
    /// <param name="status">The HTTP status.</param>
    public IResult Page(HttpContext http, string section, string title, Html body, int status = StatusCodes.Status200OK)
    {
        Protect(http.Response, Policy);
        var page = Html.Of(
            $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>{title} · Developer's desk</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,"><link rel="stylesheet" href="{DeskAssets.Style}">
            <script src="{DeskAssets.Script}" defer></script></head>
            <body><a class="skip" href="#main">Skip to content</a>
            <header><div><a class="brand" href="/_local">Developer's desk</a>
            <nav aria-label="Desk">{Sections.Select(entry => Entry(entry, section))}
            <a href="/docs">API reference</a></nav>
            <p class="clock">{Clock()}</p></div></header>
            <main id="main"><h1>{title}</h1>
            {Notice.Take(http)}
            {body}
            </main></body></html>
            """);
        return Results.Content(page.ToString(), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>A page that says what is not there.</summary>
    public IResult NotFound(HttpContext http, string section, string sentence) => Page(
        http, section, "Not found",
        Html.Of($"<p>{sentence}</p><p><a href=\"{DeskEndpoints.Root}{section}\">Back to the list</a></p>"),
        StatusCodes.Status404NotFound);

    /// <summary>Headers for something of the desk: never stored, framed by nobody else, taken for nothing
    /// else.</summary>
    public static void Protect(HttpResponse response, string policy)
    {
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        response.Headers.XContentTypeOptions = "nosniff";
        // Not no-referrer: with that, browsers send "Origin: null" with our own forms.
        response.Headers["Referrer-Policy"] = "same-origin";
    }

    private static Html Entry((string Path, string Name) entry, string section) => entry.Path == section
        ? Html.Of($"<a aria-current=\"page\" href=\"{DeskEndpoints.Root}{entry.Path}\">{entry.Name}</a>")
        : Html.Of($"<a href=\"{DeskEndpoints.Root}{entry.Path}\">{entry.Name}</a>");

    private Html Clock() => Html.Of(
        $"""
        <span>{(environment.ManualClock is null ? "System clock" : "Manual clock")}</span>
        <time datetime="{Now.ToString("O")}">{Moment.Plain(Now)}</time>
        """);
}
