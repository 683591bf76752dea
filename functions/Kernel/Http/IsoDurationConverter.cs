using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using NodaTime;

namespace ItsmServerless.Kernel.Http;

/// <summary>Durations as ISO 8601 text: <c>PT4H</c>, <c>P3D</c>; a day is 24 hours. Years and months have no fixed
/// length and are refused.</summary>
public sealed class IsoDurationConverter : JsonConverter<Duration>
{
    /// <inheritdoc/>
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out var duration) ? duration : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) =>
        writer.WriteStringValue(ToText(value));

    /// <summary>The text form.</summary>
    public static string ToText(Duration duration) => XmlConvert.ToString(duration.ToTimeSpan());

    /// <summary>Reads the text form; false for anything else.</summary>
    public static bool TryParse(string text, out Duration duration)
    {
        duration = Duration.Zero;
        var date = text.Split('T')[0];
        if (date.Contains('Y', StringComparison.Ordinal) || date.Contains('M', StringComparison.Ordinal)) return false;
        try
        {
            duration = Duration.FromTimeSpan(XmlConvert.ToTimeSpan(text));
            return true;
        }
        catch (Exception refused) when (refused is FormatException or OverflowException)
        {
            return false; // The framework has no TryParse for ISO 8601 durations.
        }
    }
}
