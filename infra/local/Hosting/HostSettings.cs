using System.Text.Json;
using System.Text.Json.Serialization;

namespace ItsmServerless.Local.Hosting;

/// <summary>What <c>host.json</c> says, as far as it changes what a caller sees; defaults are those of
/// Functions.</summary>
/// <remarks>https://learn.microsoft.com/azure/azure-functions/functions-host-json</remarks>
internal sealed record HostSettings(string RoutePrefix, int MaxConcurrentCalls)
{
    private const string DefaultRoutePrefix = "api";
    private const int DefaultConcurrentCalls = 16;

    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads the file that lies beside the functions.</summary>
    /// <exception cref="StartFailedException">It is missing or is not JSON.</exception>
    public static HostSettings Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "host.json");
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception broken) when (broken is IOException or JsonException)
        {
            throw new StartFailedException($"{path} cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>Reads the text of a <c>host.json</c>.</summary>
    public static HostSettings Parse(string json)
    {
        var extensions = JsonSerializer.Deserialize<HostFile>(json, Lenient)?.Extensions;
        return new HostSettings(
            extensions?.Http?.RoutePrefix ?? DefaultRoutePrefix,
            extensions?.ServiceBus?.MaxConcurrentCalls ?? DefaultConcurrentCalls);
    }

    private sealed record HostFile([property: JsonPropertyName("extensions")] HostExtensions? Extensions);

    private sealed record HostExtensions(HttpExtension? Http, ServiceBusExtension? ServiceBus);

    private sealed record HttpExtension(string? RoutePrefix);

    private sealed record ServiceBusExtension(int? MaxConcurrentCalls);
}
