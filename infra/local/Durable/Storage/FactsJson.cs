using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>Facts of any type, which come back as Durable Task gives them.</summary>
/// <remarks>
/// Numbers come back as doubles, times as they were, other values as lists, dictionaries and texts of the invariant
/// culture.
/// </remarks>
internal sealed class FactsJson : JsonConverter<IDictionary<string, object?>>
{
    private const string Time = "dt:";
    private const string TimeWithOffset = "dto:";

    /// <inheritdoc/>
    public override IDictionary<string, object?> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FactsOf(JsonElement.ParseValue(ref reader));

    /// <inheritdoc/>
    public override void Write(
        Utf8JsonWriter writer, IDictionary<string, object?> value, JsonSerializerOptions options) =>
        WriteFacts(writer, value);

    private static void WriteFacts(Utf8JsonWriter writer, IDictionary<string, object?> facts)
    {
        writer.WriteStartObject();
        foreach (var (name, fact) in facts)
        {
            writer.WritePropertyName(name);
            WriteFact(writer, fact);
        }

        writer.WriteEndObject();
    }

    private static void WriteFact(Utf8JsonWriter writer, object? fact)
    {
        switch (fact)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case int or long or float or double or decimal:
                writer.WriteNumberValue(Convert.ToDouble(fact, CultureInfo.InvariantCulture));
                break;
            case DateTime time: writer.WriteStringValue(Time + time.ToString("O", CultureInfo.InvariantCulture)); break;
            case DateTimeOffset time:
                writer.WriteStringValue(TimeWithOffset + time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case IDictionary<string, object?> facts: WriteFacts(writer, facts); break;
            case IEnumerable list: WriteList(writer, list); break;
            default: writer.WriteStringValue(Convert.ToString(fact, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable list)
    {
        writer.WriteStartArray();
        foreach (var fact in list)
            WriteFact(writer, fact);
        writer.WriteEndArray();
    }

    private static Dictionary<string, object?> FactsOf(JsonElement element) =>
        element.EnumerateObject().ToDictionary(fact => fact.Name, fact => FactOf(fact.Value), StringComparer.Ordinal);

    private static object? FactOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => FactsOf(element),
        JsonValueKind.Array => element.EnumerateArray().Select(FactOf).ToList(),
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => TextOf(element.GetString()!),
        _ => null,
    };

    private static object TextOf(string text)
    {
        if (text.StartsWith(Time, StringComparison.Ordinal) && DateTime.TryParseExact(
            text[Time.Length..], "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            return time;
        }

        return text.StartsWith(TimeWithOffset, StringComparison.Ordinal) && DateTimeOffset.TryParseExact(
            text[TimeWithOffset.Length..], "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var withOffset)
            ? withOffset
            : text;
    }
}
