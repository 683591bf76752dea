using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.OpenApi;

namespace ItsmServerless.Tests.Unit.OpenApi;

/// <summary>The document as it is served, and what it holds.</summary>
internal static class Document
{
    /// <summary>Every route of the app.</summary>
    public static Routes Routes { get; } = new(typeof(ItsmApp).Assembly);

    /// <summary>The text of the document.</summary>
    public static string Text { get; } = System.Text.Encoding.UTF8.GetString(new OpenApiDocument(Routes).Utf8.Span);

    /// <summary>The document as JSON.</summary>
    public static JsonObject Json { get; } = JsonNode.Parse(Text)!.AsObject();

    /// <summary>Every operation: <c>GET /v1/incidents</c> and its object.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Operations { get; } =
        (from path in Json["paths"]!.AsObject()
         from operation in path.Value!.AsObject()
         select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!.AsObject()))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>Every object anywhere in the document.</summary>
    public static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject found => found.SelectMany(member => Objects(member.Value)).Prepend(found),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };
}
