using ItsmServerless.Kernel;
using Microsoft.Extensions.Configuration;

namespace ItsmServerless.Bulk;

/// <summary>How much of this a tenant may ask for.</summary>
/// <param name="MostRunning">Bulks of a tenant that are under way at the same time. Setting
/// <c>Bulk:MostRunning</c>.</param>
public sealed record BulkSettings(int MostRunning)
{
    /// <summary>Reads the setting; a broken one stops the process with its name.</summary>
    public static BulkSettings Of(IConfiguration configuration) =>
        new(configuration.Optional("Bulk:MostRunning", "10", AtLeastOne));

    private static int AtLeastOne(string text) => int.TryParse(text, out var number) && number >= 1
        ? number
        : throw new FormatException($"{text} is no number from 1.");
}
