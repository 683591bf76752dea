using System.Globalization;
using System.Text.Json;

namespace ItsmServerless.Local.Hosting;

/// <summary>What <c>host.json</c> says, as far as it changes what a caller sees; defaults are those of
/// Functions.</summary>
/// <remarks>https://learn.microsoft.com/azure/azure-functions/functions-host-json</remarks>
/// <param name="RoutePrefix">Before every route.</param>
/// <param name="ServiceBus">How messages are handed to functions.</param>
/// <param name="FunctionTimeout">How long a function may run; <see langword="null"/> without end.</param>
internal sealed record HostSettings(string RoutePrefix, ServiceBusSettings ServiceBus, TimeSpan? FunctionTimeout)
{
    private const string Endless = "-1";

    /// <summary>That of the Flex Consumption plan, which the app is deployed to.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    private const string DefaultRoutePrefix = "api";

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
        var file = JsonSerializer.Deserialize<HostFile>(json, Lenient);
        var extensions = file?.Extensions;
        return new HostSettings(
            extensions?.Http?.RoutePrefix ?? DefaultRoutePrefix,
            Checked(extensions?.ServiceBus ?? new ServiceBusSettings()),
            TimeoutOf(file?.FunctionTimeout));
    }

    private static ServiceBusSettings Checked(ServiceBusSettings settings) => settings.Mistake() is { } mistake
        ? throw new JsonException($"extensions.serviceBus: {mistake}.")
        : settings;

    private static TimeSpan? TimeoutOf(string? text)
    {
        if (text is null or Endless)
            return text is null ? DefaultTimeout : null;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero
            ? timeout
            : throw new JsonException($"functionTimeout is a time span or -1, not {text}.");
    }

    private sealed record HostFile(string? FunctionTimeout, HostExtensions? Extensions);

    private sealed record HostExtensions(HttpExtension? Http, ServiceBusSettings? ServiceBus);

    private sealed record HttpExtension(string? RoutePrefix);
}
