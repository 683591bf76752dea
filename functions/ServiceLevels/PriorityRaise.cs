using System.Text.Json;
using System.Text.Json.Serialization;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.OpenApi;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.ServiceLevels;

/// <summary>How an escalation raises the priority: to a given one, or (null) by one step. It never lowers it.</summary>
/// <remarks>Written as <c>"P1"</c> or as <c>true</c>.</remarks>
[JsonConverter(typeof(PriorityRaiseConverter)), WrittenAs("boolean", "string")]
public sealed record PriorityRaise(Priority? To)
{
    /// <summary>The priority that follows; null when there is nothing to raise.</summary>
    public Priority? From(Priority current)
    {
        var raised = To ?? (current == Priority.P1 ? Priority.P1 : current - 1);
        return raised < current ? raised : null;
    }
}

/// <summary>Reads and writes <c>"P1"</c> and <c>true</c>; <c>false</c> is as good as nothing.</summary>
public sealed class PriorityRaiseConverter : JsonConverter<PriorityRaise>
{
    /// <inheritdoc/>
    public override PriorityRaise? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.True => new(To: null),
            JsonTokenType.False => null,
            JsonTokenType.String when Words<Priority>.All.Contains(reader.GetString()!) =>
                new(Words<Priority>.Parse(reader.GetString())),
            _ => throw new JsonException("raisePriority is true or one of P1 to P5."),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PriorityRaise value, JsonSerializerOptions options)
    {
        if (value.To is { } to) writer.WriteStringValue(Words<Priority>.Of(to));
        else writer.WriteBooleanValue(true);
    }
}
