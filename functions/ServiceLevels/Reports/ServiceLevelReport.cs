using System.Text.Json.Serialization;
using NodaTime;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>How agreements were kept in a month (ISO/IEC 20000-1:2018, 8.3.3 and 9.4): clocks by when they were
/// decided, a breach when it came, anything else when it stopped.</summary>
/// <param name="Month">As 2026-11.</param>
/// <param name="From">Its first instant in the time zone.</param>
/// <param name="Until">The first instant after it.</param>
/// <param name="IsComplete">Whether the month was over.</param>
/// <param name="AsOf">When the report was made.</param>
/// <param name="View">Whether recalculations are looked at.</param>
/// <param name="Agreement">The only agreement it is about; null for all.</param>
/// <param name="Totals">One for each agreement and metric.</param>
/// <param name="Rows">One for each agreement, metric, service and priority; together they are the totals.</param>
/// <param name="Spreads">One for each agreement and metric.</param>
/// <param name="Breaches">By agreement, metric and time.</param>
/// <param name="Credits">One for each table of credits of an agreement that had clocks.</param>
public sealed record ServiceLevelReport(
    string Month, string TimeZone, Instant From, Instant Until,
    [property: JsonPropertyName("complete")] bool IsComplete, Instant AsOf, ResultView View, string? Agreement,
    IReadOnlyList<ReportLine> Totals, IReadOnlyList<ReportLine> Rows, IReadOnlyList<ReportSpread> Spreads,
    IReadOnlyList<ReportBreach> Breaches, IReadOnlyList<ReportCredit> Credits)
{
    /// <summary>Works it out. Pure, and the same whatever the order of the results.</summary>
    /// <param name="agreements">Those of the results, each in the version whose credits count.</param>
    /// <param name="results">Of the month.</param>
    public static ServiceLevelReport Of(
        ReportQuestion question, IReadOnlyList<ClockResult> results, IEnumerable<Agreement> agreements, Instant now)
    {
        var period = question.Period;
        var groups = results.GroupBy(result => (result.Agreement, result.Metric))
            .OrderBy(group => group.Key.Agreement, StringComparer.Ordinal).ThenBy(group => group.Key.Metric)
            .Select(group => group.ToArray()).ToArray();
        return new(
            ReportQuestion.Text(period.Month), period.Zone.Id, period.From, period.Until, period.Until <= now, now,
            question.View, question.Agreement,
            [.. groups.Select(group => ReportLine.Of(null, null, group))], [.. groups.SelectMany(RowsOf)],
            [.. groups.Select(ReportSpread.Of)], [.. groups.SelectMany(BreachesOf)],
            [
                .. agreements.OrderBy(agreement => agreement.Key, StringComparer.Ordinal)
                    .SelectMany(agreement => ReportCredit.Of(agreement, [.. results.Where(result => IsOf(agreement, result))])),
            ]);
    }

    private static bool IsOf(Agreement agreement, ClockResult result) =>
        (result.Agreement, result.Kind) == (agreement.Key, agreement.Kind);

    /// <summary>By service, those without one last, and priority.</summary>
    private static IEnumerable<ReportLine> RowsOf(IReadOnlyList<ClockResult> results) => results
        .GroupBy(result => (result.Service, result.Priority))
        .OrderBy(row => row.Key.Service is null).ThenBy(row => row.Key.Service, StringComparer.Ordinal)
        .ThenBy(row => row.Key.Priority)
        .Select(row => ReportLine.Of(row.Key.Service, row.Key.Priority, [.. row]));

    private static IEnumerable<ReportBreach> BreachesOf(IReadOnlyList<ClockResult> results) => results
        .Where(result => result.State == ClockState.Breached)
        .OrderBy(result => result.DecidedAt).ThenBy(result => result.Number, StringComparer.Ordinal)
        .ThenBy(result => result.Clock, StringComparer.Ordinal)
        .Select(ReportBreach.Of);
}
