using NodaTime;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>Percentiles that are always a time that somebody waited, never one between two.</summary>
/// <remarks>The nearest rank: the smallest time that at least so many percent do not exceed. Definition 1 in R. J.
/// Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996), 361-365.</remarks>
internal static class NearestRank
{
    /// <param name="ordered">From the shortest to the longest; not empty.</param>
    /// <param name="percent">1 to 100.</param>
    public static Duration Of(IReadOnlyList<Duration> ordered, int percent) =>
        ordered[(int)((((long)ordered.Count * percent) + 99) / 100) - 1];
}
