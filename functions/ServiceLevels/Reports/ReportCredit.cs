namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>What a customer is owed for the month, and what that was computed from.</summary>
/// <param name="AgreementVersion">The version whose table it is: the newest that a clock of the month ran
/// under.</param>
/// <param name="Metric">Null for all targets together.</param>
/// <param name="PercentMet">Cut to two places; the comparison is exact. Null without clocks.</param>
/// <param name="Below">The bound that was missed, of several the lowest; null when none was.</param>
/// <param name="Credit">In percent of what is paid for the month; 0 when nothing is owed.</param>
/// <param name="Table">Everything agreed about it, the highest bound first.</param>
public sealed record ReportCredit(
    string Agreement, int AgreementVersion, Metric? Metric, int Count, int Met, decimal? PercentMet, decimal? Below,
    decimal Credit, IReadOnlyList<Credit> Table)
{
    /// <summary>Computes every table of an agreement: first of all targets together, then of each metric.</summary>
    /// <param name="agreement">In the version whose table counts.</param>
    /// <param name="results">The clocks of the month of that agreement.</param>
    public static IEnumerable<ReportCredit> Of(Agreement agreement, IReadOnlyList<ClockResult> results) =>
        from credit in agreement.Credits
        group credit by credit.Metric into table
        orderby table.Key
        select Of(agreement, table, [.. results.Where(result => table.Key is null || result.Metric == table.Key)]);

    private static ReportCredit Of(
        Agreement agreement, IGrouping<Metric?, Credit> credits, IReadOnlyList<ClockResult> results)
    {
        var (count, met) = (results.Count, results.Count(result => result.State == ClockState.Met));
        Credit[] table = [.. credits.OrderByDescending(credit => credit.Below)];
        var owed = table.LastOrDefault(credit => credit.IsOwed(met, count));
        return new(
            agreement.Key, agreement.Version, credits.Key, count, met, Percent.Of(met, count), owed?.Below,
            owed?.Percent ?? 0, table);
    }
}
