using Microsoft.Extensions.Configuration;

namespace ItsmServerless.Kernel;

/// <summary>Reads settings; a missing or broken one stops the process with its name.</summary>
public static class Settings
{
    /// <summary>A setting that must be there.</summary>
    /// <exception cref="InvalidOperationException">It is missing or empty.</exception>
    public static string Required(this IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"Setting {name} is missing; local.settings.sample.json describes it.");

    /// <summary>A setting with a form of its own and a usual value, which stands where it is missing or
    /// empty.</summary>
    /// <exception cref="InvalidOperationException">It is not of that form.</exception>
    public static T Optional<T>(this IConfiguration configuration, string name, string usual, Func<string, T> parse) =>
        configuration[name] is { Length: > 0 } ? configuration.Required(name, parse) : parse(usual);

    /// <summary>A setting with a form of its own.</summary>
    /// <exception cref="InvalidOperationException">It is missing, empty, or not of that form.</exception>
    public static T Required<T>(this IConfiguration configuration, string name, Func<string, T> parse)
    {
        try
        {
            return parse(configuration.Required(name));
        }
        catch (FormatException broken)
        {
            throw new InvalidOperationException($"Setting {name} cannot be read: {broken.Message}", broken);
        }
    }
}

/// <summary>What the installation is called and where it is reached.</summary>
/// <param name="PublicUrl">Without a slash at the end; links in mails begin with it.</param>
/// <param name="Environment">Part of every API key: <c>live</c>, <c>test</c>, <c>local</c>.</param>
public sealed record InstallationSettings(string PublicUrl, string Environment);
