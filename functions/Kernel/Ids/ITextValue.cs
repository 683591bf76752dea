using System.Text.Json;
using System.Text.Json.Serialization;

namespace ItsmServerless.Kernel.Ids;

/// <summary>A small value that is written as one JSON string.</summary>
public interface ITextValue<TSelf> where TSelf : struct, ITextValue<TSelf>
{
    /// <summary>The text as it is stored and sent.</summary>
    string Value { get; }

    /// <summary>Wraps stored text; it is not checked again.</summary>
    static abstract TSelf From(string text);
}

/// <summary>Reads and writes an <see cref="ITextValue{TSelf}"/> as a JSON string, also as a property name.</summary>
public sealed class TextValueConverter<T> : JsonConverter<T> where T : struct, ITextValue<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? T.From(reader.GetString()!) : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.From(reader.GetString()!);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);
}
