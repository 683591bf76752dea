using System.Reflection;
using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>The parameters of a route: in its path, its query, and the headers that steer commands.</summary>
internal static class Parameters
{
    /// <summary>The name in a template's segment <c>{name}</c>, <c>{name:constraint}</c>, <c>{*name}</c> or
    /// <c>{name?}</c>.</summary>
    public static string NameOf(string segment) => segment.Trim('{', '}', '*', '?').Split(':')[0].TrimEnd('?');

    /// <summary>All of them, in that order.</summary>
    public static JsonArray Of(Route route, XmlSummaries summaries) =>
        [.. InPath(route, summaries), .. InQuery(route), .. InHeaders(route)];

    /// <summary>Whether the route changes an existing record, and so wants to know which version was seen.</summary>
    /// <remarks>PATCH always does; a POST does when it acts on a record of the path and answers with that record.
    /// A PUT does when the thing exists; a DELETE, when it is of a thing that is PUT.</remarks>
    public static bool WantsIfMatch(Route route) =>
        route.Method == "PATCH" || (route.Method == "POST" && ActsOnRecord(route) && AnswersRecord(route)) ||
        (route.Method == "DELETE" && route.Template.EndsWith("/{key}", StringComparison.Ordinal));

    private static bool ActsOnRecord(Route route) =>
        route.Template.StartsWith("v1/", StringComparison.Ordinal) && route.Template.Contains("}/", StringComparison.Ordinal);

    private static bool AnswersRecord(Route route) => route.Handler.GetCustomAttributes<AnswersAttribute>()
        .Any(answer => answer.Status == 200 && answer.Body?.GetProperty("Version") is not null);

    private static IEnumerable<JsonNode> InPath(Route route, XmlSummaries summaries) =>
        route.Template.Split('/').Where(segment => segment.StartsWith('{')).Select(NameOf)
            .Select(name => Text(name, "path", required: true, summaries.OfParameter(route.Handler, name)));

    private static IEnumerable<JsonNode> InQuery(Route route)
    {
        var declared = route.Handler.GetCustomAttributes<QueryAttribute>().Where(query => !IsPaging(query.Name));
        foreach (var query in declared)
            yield return Text(query.Name, "query", required: false, query.Description);
        if (route.Method == "GET" && route.Handler.GetCustomAttributes<AnswersAttribute>().Any(IsOfRecords))
            yield return Text("fields", "query", required: false,
                "The fields that are shown of the record, or of each item; all when missing. Commas between.");
        if (!AnswersPage(route))
            yield break;
        yield return Parameter("limit", "query", required: false, "Items a page: 1 to 200, by default 50.",
            new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 200, ["default"] = 50 });
        yield return Text("cursor", "query", required: false, "nextCursor of the page before, with the same filters.");
    }

    private static bool IsOfRecords(AnswersAttribute answer) =>
        answer is { MediaType: "application/json", Body: { IsPrimitive: false } body } && body != typeof(byte[]);

    /// <summary>Described below for every list alike.</summary>
    private static bool IsPaging(string name) => name is "limit" or "cursor";

    private static bool AnswersPage(Route route) => route.Handler.GetCustomAttributes<AnswersAttribute>()
        .Any(answer => answer.Body is { IsGenericType: true } page && page.GetGenericTypeDefinition() == typeof(Page<>));

    private static IEnumerable<JsonNode> InHeaders(Route route)
    {
        if (route.Handler.IsDefined(typeof(AnonymousAttribute)))
            yield break;
        if (route.Method == "POST")
            yield return Parameter("Idempotency-Key", "header", required: false,
                "The same request with the same key gives the first answer again, for a day at least, and acts once.",
                new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 255 });
        if (WantsIfMatch(route) || route.Method == "PUT")
            yield return Text("If-Match", "header", required: route.Method != "PUT",
                "The ETag that was seen, or * for whatever it is now." + (route.Method == "PUT" ? " Needed when it exists; left out to make a new one." : ""));
    }

    private static JsonObject Text(string name, string place, bool required, string? description) =>
        Parameter(name, place, required, description, new() { ["type"] = "string" });

    private static JsonObject Parameter(string name, string place, bool required, string? description, JsonObject schema)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = required, ["schema"] = schema };
        if (description is not null)
            parameter["description"] = description;
        return parameter;
    }
}
