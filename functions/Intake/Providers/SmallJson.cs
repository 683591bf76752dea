using System.Text.Json;
using ItsmServerless.Intake.Alerts;

namespace ItsmServerless.Intake.Providers;

/// <summary>Reads JSON that has long texts and little structure, as providers write it.</summary>
internal static class SmallJson
{
    /// <summary>A thousand headers and a thousand files are far below.</summary>
    private const int MostTokens = 50_000;

    /// <summary>The document; its tokens are counted before any of it is built.</summary>
    /// <exception cref="JsonException">It is none, or has more structure than a mail.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, new() { MaxDepth = AlertReader.Options.MaxDepth });
        for (var tokens = 0; reader.Read(); tokens++)
            if (tokens > MostTokens) throw new JsonException($"the message has more than {MostTokens} JSON tokens");
        return JsonDocument.Parse(body, AlertReader.Options);
    }
}
