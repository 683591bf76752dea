using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace ItsmServerless.Kernel.Http;

/// <summary>The one way JSON is written and read: camelCase, RFC 3339 instants in UTC, ISO 8601 durations.</summary>
public static class Json
{
    /// <summary>As deep as a body may be nested.</summary>
    public const int MaxDepth = 64;

    /// <summary>For answers: null members are written.</summary>
    public static JsonSerializerOptions Options { get; } = Make(JsonIgnoreCondition.Never);

    /// <summary>For what is stored: null members are left out.</summary>
    public static JsonSerializerOptions Stored { get; } = Make(JsonIgnoreCondition.WhenWritingNull);

    /// <summary>For bodies of callers: unknown and doubled members are refused.</summary>
    public static JsonSerializerOptions Strict { get; } = new(Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    private static JsonSerializerOptions Make(JsonIgnoreCondition nulls)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = nulls,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = MaxDepth,
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
        };
        options.Converters.Add(new IsoDurationConverter());
        options.ConfigureForNodaTime(new NodaJsonSettings(DateTimeZoneProviders.Tzdb) { DurationConverter = null });
        options.MakeReadOnly(populateMissingResolver: true); // Who asks for a type's fields may be the first to ask.
        return options;
    }
}
