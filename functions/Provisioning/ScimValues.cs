using System.Text.Json;
using System.Text.Json.Nodes;

namespace ItsmServerless.Provisioning;

/// <summary>Reads values as directories send them.</summary>
internal static class ScimValues
{
    /// <summary>A text; null for a missing, empty or other value.</summary>
    public static string? Text(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : null;

    /// <summary>A text of an object's member.</summary>
    public static string? Text(this JsonNode? node, string member) => (node as JsonObject)?[member].Text();

    /// <summary>A truth value; Entra ID sends it as text, in capitals.</summary>
    public static bool? Truth(this JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(node.GetValue<string>(), out var truth) => truth,
        _ => null,
    };

    /// <summary>The items of a list; one value alone is a list of it.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? node) => node switch
    {
        JsonArray items => items.OfType<JsonNode>(),
        null => [],
        _ => [node],
    };
}
