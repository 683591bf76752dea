using System.Text.Json;

namespace ItsmServerless.Local.Desk.Cards;

/// <summary>Reads JSON that may be anything: what is missing or of another kind is empty.</summary>
internal static class JsonReading
{
    /// <summary>A member; undefined when there is none.</summary>
    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A member's text, or its JSON when it is no text; empty when there is none.</summary>
    public static string Text(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => "",
        var other => other.GetRawText(),
    };

    /// <summary>A member's items; none when it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
