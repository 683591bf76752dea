using System.Text.Json;

namespace Microsoft.DurableTask.Converters;

/// <summary>Converts by System.Text.Json. Fields are included unless options are given.</summary>
public class JsonDataConverter(JsonSerializerOptions? options = null) : DataConverter
{
    private static readonly JsonSerializerOptions IncludingFields = new() { IncludeFields = true };

    private readonly JsonSerializerOptions _options = options ?? IncludingFields;

    /// <summary>The converter used where none is named.</summary>
    public static JsonDataConverter Default { get; } = new();

    /// <inheritdoc/>
    public override object? Deserialize(string? data, Type targetType) =>
        data is null ? null : JsonSerializer.Deserialize(data, targetType, _options);

    /// <inheritdoc/>
    public override string? Serialize(object? value) =>
        value is null ? null : JsonSerializer.Serialize(value, _options);
}
