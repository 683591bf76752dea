using System.Text.Json;
using System.Text.Json.Serialization;

namespace ItsmServerless.Kernel.Http;

/// <summary>A member of a merge patch (RFC 7396): absent (keep), null (remove) or a value (replace).</summary>
[JsonConverter(typeof(PatchConverterFactory))]
public readonly record struct Patch<T>
{
    /// <summary>A member that is there, null or not.</summary>
    public Patch(T? value) => (IsPresent, Value) = (true, value);

    /// <summary>Whether the member was in the body.</summary>
    public bool IsPresent { get; }

    /// <summary>The new value; null removes.</summary>
    public T? Value { get; }

    /// <summary>The value after the patch.</summary>
    public T? Over(T? current) => IsPresent ? Value : current;
}

/// <summary>Tells an absent member of a patch from one that is null.</summary>
public sealed class PatchConverterFactory : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Patch<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Patch<T>>
    {
        public override bool HandleNull => true;

        public override Patch<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<T>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, Patch<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
