using System.Text.Json;
using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>The OpenAPI 3.1 document of every route, read from the functions themselves.</summary>
/// <remarks>Routes come from the triggers, texts from the XML documentation, schemas from how bodies and answers are
/// read and written; there is nothing to keep in step by hand. Made when it is first asked for.</remarks>
public sealed class OpenApiDocument
{
    private readonly Lazy<byte[]> _utf8;

    /// <summary>The document of these routes.</summary>
    public OpenApiDocument(Routes routes) =>
        _utf8 = new(() => JsonSerializer.SerializeToUtf8Bytes(Write(routes), JsonSerializerOptions.Web));

    /// <summary>As it is served.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.Value;

    private static JsonObject Write(Routes routes)
    {
        var summaries = new XmlSummaries(typeof(OpenApiDocument).Assembly);
        var schemas = new Schemas(summaries);
        // Bodies first: a type that is both read and written is described as strictly as it is read.
        foreach (var body in routes.All.Select(Operations.BodyOf).OfType<Type>())
            schemas.OfBody(body);
        var operations = new Operations(schemas, summaries);
        var paths = Paths(routes, operations);
        return new()
        {
            ["openapi"] = "3.1.1",
            ["info"] = Info(),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. routes.All.Select(Operations.TagOf).Distinct().Order(StringComparer.Ordinal)
                .Select(tag => new JsonObject { ["name"] = tag })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["bearer"] = Bearer() },
                ["headers"] = LimitHeaders.Components(),
                ["responses"] = Refusals.Components(schemas),
                ["schemas"] = schemas.Components(),
            },
        };
    }

    private static JsonObject Paths(Routes routes, Operations operations)
    {
        var paths = new JsonObject();
        foreach (var path in routes.All.GroupBy(route => Operations.PathOf(route.Template), StringComparer.Ordinal))
        {
            var methods = path.Select(route => (route.Method.ToLowerInvariant(), operations.Write(route)));
            paths[path.Key] = new JsonObject(methods.Select(pair => KeyValuePair.Create(pair.Item1, (JsonNode?)pair.Item2)));
        }
        return paths;
    }

    private static JsonObject Info() => new()
    {
        ["title"] = "ItsmServerless",
        ["version"] = "1",
        ["description"] =
            "IT service management over HTTP. Bodies are read strictly; refusals are problem documents (RFC 9457) with a " +
            "stable code; every record has an ETag; whatever creates or acts may be repeated with its Idempotency-Key.",
    };

    private static JsonObject Bearer() => new()
    {
        ["type"] = "http",
        ["scheme"] = "bearer",
        ["description"] = "An API key of the tenant (itsm_…), or the operator key for /v1/operator.",
    };
}
