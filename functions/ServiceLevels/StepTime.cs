using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.OpenApi;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>When a step of a ladder is due: at a share of the time, or so much open time before or after its
/// end.</summary>
/// <remarks>Written as a number (<c>0.75</c>) or as a duration (<c>"-PT30M"</c>, <c>"PT2H"</c>).</remarks>
[JsonConverter(typeof(StepTimeConverter)), WrittenAs("number", "string")]
[StructLayout(LayoutKind.Auto)]
public readonly record struct StepTime
{
    private StepTime(decimal? share, Duration fromEnd) => (Share, FromEnd) = (share, fromEnd);

    /// <summary>The end itself.</summary>
    public static StepTime End { get; } = new(1, Duration.Zero);

    /// <summary>0.75 for three quarters, more than 1 for after the end; null when it is told from the end.</summary>
    public decimal? Share { get; }

    /// <summary>Negative for before the end; nothing when it is told as a share.</summary>
    public Duration FromEnd { get; }

    /// <summary>Whether the clock is overdue by then.</summary>
    public bool IsBreach => Share >= 1 || (Share is null && FromEnd > Duration.Zero);

    /// <summary>At a share of the time.</summary>
    public static StepTime At(decimal share) => new(ClockStep.Plain(share), Duration.Zero);

    /// <summary>So much open time after the end, or before it.</summary>
    public static StepTime After(Duration end) => end == Duration.Zero ? End : new(null, end);

    /// <summary>The open time of a clock after which it comes; rounded up to the tick, so that nothing is early, and
    /// not before the start.</summary>
    public Duration Of(Duration within) => Share is { } share
        ? Duration.FromTicks((long)Math.Ceiling((decimal)within.TotalTicks * share))
        : Duration.Max(Duration.Zero, within + FromEnd);

    /// <summary>The share in percent; of what is told from the end, as much as that is of the whole time.</summary>
    public decimal PercentOf(Duration within) => ClockStep.Plain(Share is { } share
        ? share * 100
        : Math.Round((decimal)Of(within).TotalTicks / (decimal)within.TotalTicks * 100, 2));

    /// <summary>What tells the steps of a clock apart: <c>75</c>, <c>-PT30M</c>.</summary>
    public override string ToString() => Share is { } share
        ? ClockStep.Plain(share * 100).ToString(null, System.Globalization.CultureInfo.InvariantCulture)
        : IsoDurationConverter.ToText(FromEnd);
}

/// <summary>Reads and writes <c>0.75</c> and <c>"-PT30M"</c>.</summary>
public sealed class StepTimeConverter : JsonConverter<StepTime>
{
    /// <inheritdoc/>
    public override StepTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetDecimal(out var share) => StepTime.At(share),
            JsonTokenType.String when IsoDurationConverter.TryParse(reader.GetString()!, out var end) => StepTime.After(end),
            _ => throw new JsonException("at is a share such as 0.75, or a duration such as -PT30M."),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StepTime value, JsonSerializerOptions options)
    {
        if (value.Share is { } share) writer.WriteNumberValue(share);
        else writer.WriteStringValue(IsoDurationConverter.ToText(value.FromEnd));
    }
}
