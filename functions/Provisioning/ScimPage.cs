using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Provisioning;

/// <summary>The part of a list that is wanted: by index (RFC 7644, 3.4.2.4), or by cursor (RFC 9865).</summary>
/// <param name="Start">1 for the first; lower ones mean the same.</param>
/// <param name="Cursor">Empty for the first page; null when it is paged by index.</param>
internal sealed record ScimPage(int Start, int Count, string? Cursor = null)
{
    /// <summary>As many are shown at once.</summary>
    public const int Most = 200;

    /// <summary>Reads <c>startIndex</c> or <c>cursor</c>, and <c>count</c>.</summary>
    public static Outcome<ScimPage> Read(HttpRequest request)
    {
        var (start, count) = (Number(request, "startIndex", 1), Number(request, "count", Most));
        if (start is null || count is null)
            return ScimNames.Bad("invalidValue", "startIndex and count are whole numbers.");
        var cursor = request.Query.ContainsKey("cursor") ? request.Query["cursor"].ToString() : null;
        if (cursor is null) return new ScimPage(Math.Max(start.Value, 1), Math.Clamp(count.Value, 0, Most));
        return count < 1
            ? ScimNames.Bad("invalidCount", "With a cursor count is 1 or more.")
            : new ScimPage(1, Math.Min(count.Value, Most), cursor);
    }

    /// <summary>The answer with that part.</summary>
    public JsonObject Of(IReadOnlyList<JsonObject> all) => Of([.. all.Skip(Start - 1).Take(Count)], all.Count);

    /// <summary>The answer with these, of so many.</summary>
    public JsonObject Of(IReadOnlyList<JsonObject> shown, int total) => new()
    {
        ["schemas"] = new JsonArray(ScimNames.List),
        ["totalResults"] = total,
        ["startIndex"] = Start,
        ["itemsPerPage"] = shown.Count,
        ["Resources"] = new JsonArray([.. shown]),
    };

    /// <summary>The answer to a cursor; how many there are in all is not counted.</summary>
    public static JsonObject Of(IReadOnlyList<JsonObject> shown, string? next)
    {
        var answer = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimNames.List),
            ["itemsPerPage"] = shown.Count,
            ["Resources"] = new JsonArray([.. shown]),
        };
        if (next is not null) answer["nextCursor"] = next;
        return answer;
    }

    private static int? Number(HttpRequest request, string name, int usual) =>
        request.Parameter(name) is not { } text ? usual : int.TryParse(text, out var number) ? number : null;
}

/// <summary>Parameters of the URL.</summary>
internal static class ScimParameters
{
    /// <summary>The value of a parameter; null when it is not there.</summary>
    public static string? Parameter(this HttpRequest request, string name) =>
        request.Query[name] is { Count: > 0 } values ? values.ToString() : null;
}
