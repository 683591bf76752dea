using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Provisioning;

/// <summary>The part of a list that is wanted (RFC 7644, 3.4.2.4).</summary>
/// <param name="Start">1 for the first; lower ones mean the same.</param>
internal sealed record ScimPage(int Start, int Count)
{
    /// <summary>As many are shown at once.</summary>
    public const int Most = 200;

    /// <summary>Reads <c>startIndex</c> and <c>count</c>.</summary>
    public static Outcome<ScimPage> Read(HttpRequest request)
    {
        var (start, count) = (Number(request, "startIndex", 1), Number(request, "count", Most));
        return start is null || count is null
            ? ScimNames.Bad("invalidValue", "startIndex and count are whole numbers.")
            : new ScimPage(Math.Max(start.Value, 1), Math.Clamp(count.Value, 0, Most));
    }

    /// <summary>The answer with that part.</summary>
    public JsonObject Of(IReadOnlyList<JsonObject> all)
    {
        var shown = all.Skip(Start - 1).Take(Count).ToArray();
        return new()
        {
            ["schemas"] = new JsonArray(ScimNames.List),
            ["totalResults"] = all.Count,
            ["startIndex"] = Start,
            ["itemsPerPage"] = shown.Length,
            ["Resources"] = new JsonArray([.. shown]),
        };
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
