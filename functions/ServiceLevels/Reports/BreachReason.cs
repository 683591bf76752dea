using System.Globalization;
using NodaTime;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>Says where time went.</summary>
internal static class BreachReason
{
    private const int Named = 3;

    /// <summary>The largest shares as a sentence.</summary>
    public static string Of(IReadOnlyList<BreachShare> shares)
    {
        if (shares.Count == 0) return "No time counted.";
        var all = shares.Aggregate(Duration.Zero, (sum, share) => sum + share.Time);
        if (shares is [var only]) return $"All {Text(all)} that counted {Where(only)}.";
        var others = shares.Skip(Named).Aggregate(Duration.Zero, (sum, share) => sum + share.Time);
        var parts = shares.Take(Named).Select(share => $"{Text(share.Time)} ({Cut(share.Percent)} %) {Where(share)}");
        return $"Of {Text(all)} that counted, {string.Join(", ", parts)}" +
            (others > Duration.Zero ? $", and {Text(others)} elsewhere." : ".");
    }

    /// <summary>Hours, minutes and seconds, without the empty ones; parts of a second are cut.</summary>
    public static string Text(Duration time)
    {
        var seconds = (long)time.TotalSeconds;
        (long Number, string Unit)[] parts =
            [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
        var told = parts.Where(part => part.Number > 0).Select(part => $"{part.Number} {part.Unit}").ToArray();
        return told.Length > 0 ? string.Join(' ', told) : "0 min";
    }

    private static string Where(BreachShare share) => share.Holder switch
    {
        HolderKind.Group when share.Group is { } group => $"with group {group}",
        HolderKind.Group => "with no group",
        HolderKind.Supplier => "waiting for the supplier",
        HolderKind.Requester => "waiting for the requester",
        HolderKind.Change => "waiting for a change",
        _ => "after a resolution that did not hold",
    };

    private static string Cut(decimal percent) => percent.ToString(CultureInfo.InvariantCulture);
}
