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

    /// <exception cref="InvalidDataException">What is stored is no such record.</exception>
    public static T Read<T>(string? text)
    {
        if (text is null)
            throw new InvalidDataException($"A stored {typeof(T).Name} is missing.");
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options)
                ?? throw new InvalidDataException($"A stored {typeof(T).Name} is null.");
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"A stored {typeof(T).Name} cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
