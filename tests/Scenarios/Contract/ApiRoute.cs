using System.Text.Json.Nodes;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>A route as the served document describes it.</summary>
internal sealed record ApiRoute(string Method, string Path, JsonObject Operation, JsonObject Document)
{
    public string Id => Operation["operationId"]!.GetValue<string>();

    public bool IsAnonymous => Operation["security"] is JsonArray { Count: 0 };

    public bool IsForOperator => Path.StartsWith("/v1/operator/", StringComparison.Ordinal);

    /// <summary>Its answer differs with every call, because calls are counted in it.</summary>
    public bool IsMetered => Path.Contains("/usage", StringComparison.Ordinal) || Path.Contains("/statements/", StringComparison.Ordinal);

    public bool IsKeyed => Method == "PUT";

    public bool HasPathValues => Path.Contains('{', StringComparison.Ordinal);

    public bool TakesJson => Json is not null;

    public bool NeedsBody => Operation["requestBody"]?["required"]?.GetValue<bool>() == true;

    public bool NeedsIfMatch => Parameter("header", "If-Match") is { } header && header["required"]!.GetValue<bool>();

    public bool TakesIdempotencyKey => Parameter("header", "Idempotency-Key") is not null;

    public bool IsList => Parameter("query", "cursor") is not null;

    public IEnumerable<string> QueryParameters => Parameters
        .Where(parameter => parameter["in"]!.GetValue<string>() == "query").Select(parameter => parameter["name"]!.GetValue<string>());

    /// <summary>The members of the body, with their schemas.</summary>
    public IEnumerable<(string Name, JsonObject Schema)> Fields =>
        Resolve(Json)["properties"]!.AsObject().Select(member => (member.Key, Resolve(member.Value)));

    /// <summary>The name of the body's schema; null when it takes none.</summary>
    public string? BodySchema => NameOf(Json);

    /// <summary>The name of the schema of an answer in JSON; null when there is none.</summary>
    public string? AnswerSchema(int status) => NameOf(Operation["responses"]![$"{status}"]?["content"]?["application/json"]?["schema"]);

    /// <summary>The names of the schemas of all answers in JSON.</summary>
    public IEnumerable<string> AnswerSchemas =>
        Operation["responses"]!.AsObject().Select(answer => NameOf(answer.Value?["content"]?["application/json"]?["schema"])).OfType<string>();

    /// <summary>The name of the schema of a page's items.</summary>
    public string? ItemSchema(string page) => NameOf(Document["components"]!["schemas"]![page]!["properties"]!["items"]!["items"]);

    private static string? NameOf(JsonNode? schema) => schema?["$ref"]?.GetValue<string>().Split('/')[^1];

    private JsonNode? Json => Operation["requestBody"]?["content"]?["application/json"]?["schema"];

    private IEnumerable<JsonNode> Parameters => Operation["parameters"]?.AsArray().OfType<JsonNode>() ?? [];

    /// <summary>Every route of a document, in its order.</summary>
    public static IReadOnlyList<ApiRoute> AllOf(JsonObject document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new ApiRoute(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject(), document),
    ];

    public override string ToString() => $"{Method} {Path}";

    private JsonNode? Parameter(string place, string name) => Parameters.FirstOrDefault(parameter =>
        parameter["in"]!.GetValue<string>() == place && parameter["name"]!.GetValue<string>() == name);

    /// <summary>The schema behind a reference, or behind "this or null".</summary>
    private JsonObject Resolve(JsonNode? schema)
    {
        if (schema?["anyOf"] is JsonArray { Count: > 0 } choices)
            return Resolve(choices[0]);
        if (schema?["$ref"] is { } reference)
            return Resolve(Document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]);
        return schema as JsonObject ?? [];
    }
}
