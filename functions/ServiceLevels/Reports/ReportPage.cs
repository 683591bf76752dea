using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>The report as one page that needs nothing else: to be read, printed, sent on and kept.</summary>
internal static class ReportPage
{
    /// <summary>The whole page; well-formed also as XML.</summary>
    public static string Write(ServiceLevelReport report, ReportPeriod period) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width,initial-scale=1"/>
        <meta name="robots" content="noindex"/><title>Service levels, {ReportText.Name(period.Month)}</title>
        <style>{ReportStyle.Css}</style></head>
        <body>{ReportCharts.Patterns}<div class="page">
        <header><p class="kicker">Service level report</p><h1>{ReportText.Name(period.Month)}</h1>
        {Facts(report, period)}{Notice(report)}</header>
        <main>{Tiles(report)}{string.Concat(Agreements(report, period))}</main>
        <footer>{Notes}</footer></div></body></html>
        """;

    private const string Notes = """
        <h2>How to read this</h2><ul class="notes">
        <li>A clock is counted in the month in which it was decided: a breach when it came, anything else when it
        stopped. Service, priority and group are those of that moment.</li>
        <li>Times are open hours of the agreement's calendar, without pauses. p50, p90 and p95 are the times that half,
        nine in ten and nineteen in twenty of the stopped clocks did not exceed (nearest rank).</li>
        <li>Percentages are cut to two places and never rounded up. Credits are decided by whole numbers of clocks, so
        that 94.99&#8230; percent is below 95.</li>
        <li>Solid bars are met, hatched bars are breached.</li></ul>
        """;

    private static string Facts(ServiceLevelReport report, ReportPeriod period) => $"""
        <dl class="facts">{Fact("From", ReportText.At(report.From, period.Zone))}
        {Fact("Until", ReportText.At(report.Until, period.Zone))}{Fact("Time zone", HtmlText.Encode(report.TimeZone))}
        {Fact("As of", ReportText.At(report.AsOf, period.Zone))}{Fact("Results", Words<ResultView>.Of(report.View))}
        {Fact("Agreements", report.Agreement is { } only ? ReportText.Typed(only) : "all")}</dl>
        """;

    private static string Fact(string name, string markup) => $"<div><dt>{name}</dt><dd>{markup}</dd></div>";

    private static string Notice(ServiceLevelReport report) => report.IsComplete
        ? ""
        : "<p class=\"notice\">This month is not over: the figures are those of the time it was asked for.</p>";

    private static string Tiles(ServiceLevelReport report) => report.Totals.Count == 0
        ? "<p class=\"notice\">No clock was decided in this month.</p>"
        : $"<ul class=\"tiles\">{string.Concat(report.Totals.Select(Tile))}</ul>\n";

    private static string Tile(ReportLine total) => $"""
        <li><p class="name">{ReportText.Typed(total.Agreement)}</p>
        <p class="soft">{ReportText.Name(total.Kind)}, {ReportText.Name(total.Metric).ToLowerInvariant()}</p>
        <p class="big">{ReportText.Percent(total.PercentMet)}</p>{ReportCharts.Meter(total.PercentMet)}
        <p class="soft">{total.Met} of {total.Count} met, {total.Breached} breached</p></li>
        """;

    private static IEnumerable<string> Agreements(ServiceLevelReport report, ReportPeriod period) =>
        report.Totals.GroupBy(total => total.Agreement).Select((totals, index) => $"""
            <section class="agreement"><h2>{ReportText.Typed(totals.Key)}
            <span class="soft">{ReportText.Name(totals.First().Kind)}</span></h2>
            {string.Concat(totals.Select(total => Metric(report, period, total, $"a{index}-{(int)total.Metric}")))}
            {Credits([.. report.Credits.Where(credit => credit.Agreement == totals.Key)])}</section>
            """);

    private static string Metric(ServiceLevelReport report, ReportPeriod period, ReportLine total, string id)
    {
        bool IsPart(string agreement, Metric metric) => agreement == total.Agreement && metric == total.Metric;
        ReportLine[] rows = [.. report.Rows.Where(row => IsPart(row.Agreement, row.Metric))];
        ReportBreach[] breaches = [.. report.Breaches.Where(breach => IsPart(breach.Agreement, breach.Metric))];
        var spread = report.Spreads.Single(one => IsPart(one.Agreement, one.Metric));
        return $"""
            <h3>{ReportText.Name(total.Metric)}</h3>
            <div class="charts"><figure>{ReportCharts.Priorities($"{id}p", rows)}
            <figcaption><strong>By priority.</strong> Solid: met. Hatched: breached.</figcaption></figure>
            <figure>{ReportCharts.Spread($"{id}s", spread)}
            <figcaption><strong>Time taken</strong> by the clocks that stopped, in percent of what was agreed.</figcaption>
            </figure></div>
            {ReportTables.Rows(total, rows)}{Breaches(breaches, period.Zone)}
            """;
    }

    private static string Breaches(IReadOnlyList<ReportBreach> breaches, DateTimeZone zone) =>
        breaches.Count == 0 ? "" : $"<h4>Breaches</h4>{ReportTables.Breaches(breaches, zone)}";

    private static string Credits(IReadOnlyList<ReportCredit> credits) => credits.Count == 0
        ? ""
        : $"<div class=\"credits\"><h3>Service credits</h3>{ReportTables.Credits(credits)}<p class=\"soft\">" +
          $"As agreed in version {credits[0].AgreementVersion}.</p></div>";
}
