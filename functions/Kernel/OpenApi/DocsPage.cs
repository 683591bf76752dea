using System.Text;
using Scalar.AspNetCore;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>Scalar's reader for the document, from its package alone: it works without any other network.</summary>
internal static class DocsPage
{
    /// <summary>Scalar styles itself in place; it may ask nobody but this app.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Page = """
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>ItsmServerless API</title>
          </head>
          <body>
            <noscript>The document itself is at <a href="/openapi/v1.json">/openapi/v1.json</a>.</noscript>
            <script id="api-reference" data-url="/openapi/v1.json"
              data-configuration='{"withDefaultFonts":false,"telemetry":false,"hideClientButton":true,
                "showDeveloperTools":"never","agent":{"disabled":true}}'></script>
            <script src="/docs/scalar.js"></script>
          </body>
        </html>
        """;

    /// <summary>The page.</summary>
    public static StaticAnswer Html { get; } =
        new(Encoding.UTF8.GetBytes(Page), "text/html; charset=utf-8") { ContentSecurityPolicy = Policy };

    /// <summary>Its script, packed as the package ships it; every browser unpacks it.</summary>
    public static StaticAnswer Script { get; } = new(Bundle(), "text/javascript; charset=utf-8") { Encoding = "gzip" };

    private static byte[] Bundle()
    {
        using var bundle = typeof(ScalarOptions).Assembly.GetManifestResourceStream("ScalarStaticAssets.scalar.js")
            ?? throw new InvalidOperationException("Scalar.AspNetCore no longer ships ScalarStaticAssets.scalar.js.");
        using var bytes = new MemoryStream();
        bundle.CopyTo(bytes);
        return bytes.ToArray();
    }
}
