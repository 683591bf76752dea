using System.Text.Encodings.Web;
using System.Text.Json;

namespace ItsmServerless.Local.Desk.Markup;

/// <summary>JSON laid out for reading.</summary>
internal static class PrettyJson
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        // Every text is encoded for HTML afterwards; escaped twice it could not be read.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions OnOneLine = new(Indented) { WriteIndented = false };

    /// <summary>Indented when it is JSON, otherwise as it is.</summary>
    public static string Of(string text) => TryParse(text) is { } parsed ? Of(parsed) : text;

    /// <summary>Indented.</summary>
    public static string Of(JsonElement json) => JsonSerializer.Serialize(json, Indented);

    /// <summary>On one line and without needless escapes when it is JSON, otherwise as it is.</summary>
    public static string Line(string text) =>
        TryParse(text) is { } parsed ? JsonSerializer.Serialize(parsed, OnOneLine) : text;

    /// <summary>The JSON of a text; <see langword="null"/> when it is none.</summary>
    public static JsonElement? TryParse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
