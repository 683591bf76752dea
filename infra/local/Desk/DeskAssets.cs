using System.Collections.Immutable;
using System.Security.Cryptography;

namespace ItsmServerless.Local.Desk;

/// <summary>The one style sheet and the one script, out of this assembly.</summary>
internal static class DeskAssets
{
    private static readonly ImmutableDictionary<string, (byte[] Content, string Type)> Files =
        ImmutableDictionary.CreateRange(new KeyValuePair<string, (byte[] Content, string Type)>[]
        {
            new("desk.css", (Read("desk.css"), "text/css; charset=utf-8")),
            new("desk.js", (Read("desk.js"), "text/javascript; charset=utf-8")),
        });

    /// <summary>The address of the style sheet, another one whenever its content is.</summary>
    public static readonly string Style = Address("desk.css");

    /// <summary>The address of the script, another one whenever its content is.</summary>
    public static readonly string Script = Address("desk.js");

    /// <summary>One of them; 404 for any other name.</summary>
    public static IResult Find(string name, HttpContext http)
    {
        if (!Files.TryGetValue(name, out var file))
            return DeskProblem.Of(StatusCodes.Status404NotFound, "not_found", $"The desk has no file {name}.");
        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(file.Content, file.Type);
    }

    private static string Address(string name)
    {
        var version = Convert.ToHexStringLower(SHA256.HashData(Files[name].Content).AsSpan(0, 6));
        return $"{DeskEndpoints.Root}/assets/{name}?v={version}";
    }

    private static byte[] Read(string name)
    {
        using var source = typeof(DeskAssets).Assembly.GetManifestResourceStream($"desk/{name}")!;
        using var content = new MemoryStream();
        source.CopyTo(content);
        return content.ToArray();
    }
}
