using System.Text.Json;
using System.Text.Json.Serialization;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>
/// How the engine writes its own records. Characters beyond ASCII are escaped, so any text can be stored.
/// </summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new FactsJson() },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string? text) =>
        JsonSerializer.Deserialize<T>(text ?? throw new JsonException("A stored record is missing."), Options)
        ?? throw new JsonException("A stored record is null.");
}
