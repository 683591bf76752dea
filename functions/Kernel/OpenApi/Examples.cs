using System.Text.Json;
using System.Text.Json.Nodes;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>What bodies and answers look like: recorded from the product by a test, and kept beside this.</summary>
internal static class Examples
{
    private static readonly JsonObject Recorded = Read();

    /// <summary>An example of a schema, by its name; null when none was recorded.</summary>
    public static JsonNode? Of(string schema) => Recorded[schema]?.DeepClone();

    private static JsonObject Read()
    {
        using var file = typeof(Examples).Assembly.GetManifestResourceStream("examples.json")
            ?? throw new InvalidOperationException("examples.json is not in the assembly.");
        return JsonSerializer.Deserialize<JsonObject>(file)!;
    }
}
