using System.Text.Json;
using System.Text.Json.Serialization;
using ItsmServerless.Kernel.OpenApi;

namespace ItsmServerless.ServiceLevels;

/// <summary>A document of the tenant by its key, or a draft of one.</summary>
/// <remarks>Written as the key, a text, or as the draft, an object.</remarks>
[WrittenAs("string", "object")]
public sealed record KeyOr<TDraft>(string? Key, TDraft? Draft) where TDraft : class;

/// <summary>Reads and writes <c>"gold"</c> and <c>{…}</c>.</summary>
public sealed class KeyOrConverter<TDraft> : JsonConverter<KeyOr<TDraft>> where TDraft : class
{
    /// <inheritdoc/>
    public override KeyOr<TDraft> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => new(reader.GetString(), null),
            JsonTokenType.StartObject => new(null, JsonSerializer.Deserialize<TDraft>(ref reader, options)),
            _ => throw new JsonException("A key is a text, a draft an object."),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, KeyOr<TDraft> value, JsonSerializerOptions options)
    {
        if (value.Draft is { } draft) JsonSerializer.Serialize(writer, draft, options);
        else writer.WriteStringValue(value.Key);
    }
}
