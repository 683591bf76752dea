using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Limits;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>The headers that say what a caller may ask, one shared description each.</summary>
internal static class LimitHeaders
{
    private const string RetryAfter = "Retry-After";

    /// <summary>The shared descriptions.</summary>
    public static JsonObject Components() => new()
    {
        [RateLimitHeaders.PolicyName] = Header(
            "The budgets that count, as structured fields: q requests in w seconds.", "\"reads\";q=600;w=60, \"reads-key\";q=480;w=60"),
        [RateLimitHeaders.LeftName] = Header(
            "What is left of them: r requests now, all of them again in t seconds.", "\"reads\";r=599;t=1, \"reads-key\";r=479;t=1"),
        [RetryAfter] = Header("After how many seconds the same request makes sense.", "2"),
    };

    /// <summary>A success of a route that asks who is there, with the headers it has.</summary>
    public static JsonObject With(JsonObject response, Route route)
    {
        if (route.Handler.IsDefined(typeof(AnonymousAttribute), inherit: false)) return response;
        var headers = response["headers"] as JsonObject ?? [];
        Add(headers, RateLimitHeaders.PolicyName, RateLimitHeaders.LeftName);
        response["headers"] = headers;
        return response;
    }

    /// <summary>The headers of a refusal.</summary>
    public static JsonObject OfRefusal(int status)
    {
        var headers = new JsonObject();
        if (status is 429) Add(headers, RateLimitHeaders.PolicyName, RateLimitHeaders.LeftName);
        if (status is 429 or 503) Add(headers, RetryAfter);
        return headers;
    }

    private static void Add(JsonObject headers, params string[] names)
    {
        foreach (var name in names) headers[name] = new JsonObject { ["$ref"] = $"#/components/headers/{name}" };
    }

    private static JsonObject Header(string description, string example) => new()
    {
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = "string" },
        ["example"] = example,
    };
}
