using System.Globalization;
using NodaTime;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>The tables of the page.</summary>
internal static class ReportTables
{
    private const string FigureHeads =
        "<th scope=\"col\" class=\"n\">Clocks</th><th scope=\"col\" class=\"n\">Met</th>" +
        "<th scope=\"col\" class=\"n\">Breached</th><th scope=\"col\" class=\"n\">Percent met</th>" +
        "<th scope=\"col\" class=\"n\">p50</th><th scope=\"col\" class=\"n\">p90</th>" +
        "<th scope=\"col\" class=\"n\">p95</th><th scope=\"col\" class=\"n\">Longest</th><th scope=\"col\">Paused</th>";

    /// <summary>By service and priority, with the total as its foot.</summary>
    public static string Rows(ReportLine total, IEnumerable<ReportLine> rows) => Scrolling("Services", $"""
        <thead><tr><th scope="col">Service</th><th scope="col">Priority</th>{FigureHeads}</tr></thead>
        <tbody>{string.Concat(rows.Select(row => $"""
            <tr><th scope="row" class="w">{ReportText.Typed(row.Service)}</th><td>{row.Priority}</td>{Figures(row)}</tr>
            """))}</tbody>
        <tfoot><tr><th scope="row" colspan="2">All</th>{Figures(total)}</tr></tfoot>
        """);

    /// <summary>Every breach with its reason.</summary>
    public static string Breaches(IEnumerable<ReportBreach> breaches, DateTimeZone zone) => Scrolling("Breaches", $"""
        <thead><tr><th scope="col">Number</th><th scope="col">Service</th><th scope="col">Priority</th>
        <th scope="col">Group</th><th scope="col">Due</th><th scope="col">Stopped</th>
        <th scope="col" class="n">Overdue by</th><th scope="col">Where the time went</th></tr></thead>
        <tbody>{string.Concat(breaches.Select(breach => Breach(breach, zone)))}</tbody>
        """);

    /// <summary>What is owed, step by step.</summary>
    public static string Credits(IEnumerable<ReportCredit> credits) => Scrolling("Service credits", $"""
        <thead><tr><th scope="col">Target</th><th scope="col" class="n">Met</th><th scope="col" class="n">Clocks</th>
        <th scope="col" class="n">Percent met</th><th scope="col">Agreed</th>
        <th scope="col" class="n">Credit</th></tr></thead>
        <tbody>{string.Concat(credits.Select(Credit))}</tbody>
        """);

    private static string Breach(ReportBreach breach, DateTimeZone zone) => $"""
        <tr><th scope="row" class="t">{ReportText.Typed(breach.Number)}</th>
        <td class="w">{ReportText.Typed(breach.Service)}</td>
        <td>{breach.Priority}</td><td class="w">{ReportText.Typed(breach.Group)}</td>
        <td class="t">{(breach.DueAt is { } due ? ReportText.At(due, zone) : "–")}</td>
        <td class="t">{(breach.StoppedAt is { } stopped ? ReportText.At(stopped, zone) : "still open")}</td>
        <td class="n">{ReportText.Time(breach.OverdueBy)}</td><td class="r">{ReportText.Typed(breach.Reason)}</td></tr>
        """;

    private static string Credit(ReportCredit credit) => $"""
        <tr><th scope="row">{(credit.Metric is { } metric ? ReportText.Name(metric) : "All targets")}</th>
        <td class="n">{credit.Met}</td><td class="n">{credit.Count}</td>
        <td class="n">{ReportText.Percent(credit.PercentMet)}</td>
        <td class="a">{string.Join("; ", credit.Table.Select(Step))}</td>
        <td class="n"><strong>{ReportText.Percent(ClockStep.Plain(credit.Credit))}</strong></td></tr>
        """;

    private static string Step(Credit step) => $"below {Plain(step.Below)} %: {Plain(step.Percent)} %";

    private static string Figures(ReportLine line) => $"""
        <td class="n">{line.Count}</td><td class="n">{line.Met}</td><td class="n">{line.Breached}</td>
        <td class="n">{ReportText.Percent(line.PercentMet)}</td><td class="n">{ReportText.Time(line.Elapsed?.P50)}</td>
        <td class="n">{ReportText.Time(line.Elapsed?.P90)}</td><td class="n">{ReportText.Time(line.Elapsed?.P95)}</td>
        <td class="n">{ReportText.Time(line.Elapsed?.Max)}</td><td>{Paused(line.Paused)}</td>
        """;

    private static string Paused(PausedFigures paused)
    {
        (string For, Duration Time)[] parts =
        [
            ("requester", paused.AwaitingRequester), ("supplier", paused.AwaitingSupplier),
            ("change", paused.AwaitingChange), ("other", paused.Other),
        ];
        var told = parts.Where(part => part.Time > Duration.Zero)
            .Select(part => $"{part.For} {ReportText.Time(part.Time)}");
        return paused.Total == Duration.Zero
            ? "–"
            : $"{ReportText.Time(paused.Total)}<small>{string.Join(", ", told)}</small>";
    }

    /// <summary>What is wider than a phone is moved inside its frame, also by the keyboard.</summary>
    private static string Scrolling(string label, string table) =>
        $"<div class=\"scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\"><table>{table}</table></div>\n";

    private static string Plain(decimal number) => ClockStep.Plain(number).ToString(CultureInfo.InvariantCulture);
}
