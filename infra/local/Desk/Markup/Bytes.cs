using System.Globalization;

namespace ItsmServerless.Local.Desk.Markup;

/// <summary>Sizes as a person reads them.</summary>
internal static class Bytes
{
    /// <summary>"812 B", "1.4 KiB", "3 MiB".</summary>
    public static string Of(long count) => count switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{count} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{count / 1024.0:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count / (1024.0 * 1024):0.#} MiB"),
    };
}
