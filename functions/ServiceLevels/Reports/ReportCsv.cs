using CsvHelper;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>A table of the report for spreadsheets (RFC 4180): UTF-8, a header row, times in UTC, durations in
/// seconds.</summary>
/// <remarks>A text that a spreadsheet would take for a formula gets an apostrophe in front and is quoted; numbers stay
/// numbers (OWASP ASVS 5.0, 1.2.10; OWASP, CSV Injection).</remarks>
internal static class ReportCsv
{
    private static readonly CsvWriterOptions Options = new()
    {
        Injection = CsvInjection.Escape,
        InjectionCharacters = "=+-@\t\r\n",
    };

    private static readonly string[] LineNames =
    [
        "count", "met", "breached", "percent_met", "stopped", "elapsed_p50_seconds", "elapsed_p90_seconds",
        "elapsed_p95_seconds", "elapsed_max_seconds", "paused_awaiting_requester_seconds",
        "paused_awaiting_supplier_seconds", "paused_awaiting_change_seconds", "paused_other_seconds",
    ];

    /// <summary>The whole file.</summary>
    public static byte[] Write(ServiceLevelReport report, ReportTable table)
    {
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, Options, leaveOpen: true)) Write(csv, report, table);
        return file.ToArray();
    }

    /// <summary>What it is called when it is saved.</summary>
    public static string NameOf(ServiceLevelReport report, ReportTable table) =>
        $"service-levels-{report.Month}{(table == ReportTable.Rows ? "" : $"-{Words<ReportTable>.Of(table)}")}.csv";

    private static void Write(CsvWriter csv, ServiceLevelReport report, ReportTable table)
    {
        switch (table)
        {
            case ReportTable.Totals: Totals(csv, report); break;
            case ReportTable.Breaches: Breaches(csv, report); break;
            case ReportTable.Credits: Credits(csv, report); break;
            default: Rows(csv, report); break;
        }
    }

    private static void Rows(CsvWriter csv, ServiceLevelReport report)
    {
        csv.WriteHeader(["month", "agreement", "kind", "metric", "service", "priority", .. LineNames]);
        foreach (var row in report.Rows)
        {
            Texts(
                csv, report.Month, row.Agreement, Words<AgreementKind>.Of(row.Kind), Words<Metric>.Of(row.Metric),
                row.Service, row.Priority?.ToString());
            Figures(csv, row);
        }
    }

    private static void Totals(CsvWriter csv, ServiceLevelReport report)
    {
        csv.WriteHeader(["month", "agreement", "kind", "metric", .. LineNames]);
        foreach (var total in report.Totals)
        {
            Texts(
                csv, report.Month, total.Agreement, Words<AgreementKind>.Of(total.Kind),
                Words<Metric>.Of(total.Metric));
            Figures(csv, total);
        }
    }

    private static void Breaches(CsvWriter csv, ServiceLevelReport report)
    {
        csv.WriteHeader(
        [
            "month", "agreement", "metric", "number", "service", "priority", "group", "due_at", "breached_at",
            "stopped_at", "reason", "within_seconds", "elapsed_seconds", "overdue_seconds",
        ]);
        foreach (var breach in report.Breaches)
        {
            Texts(
                csv, report.Month, breach.Agreement, Words<Metric>.Of(breach.Metric), breach.Number, breach.Service,
                breach.Priority.ToString(), breach.Group, Time(breach.DueAt), Time(breach.BreachedAt),
                Time(breach.StoppedAt), breach.Reason);
            Seconds(csv, breach.Within, breach.Elapsed, breach.OverdueBy);
            csv.EndRecord();
        }
    }

    private static void Credits(CsvWriter csv, ServiceLevelReport report)
    {
        csv.WriteHeader(
        [
            "month", "agreement", "metric", "agreement_version", "count", "met", "percent_met", "below", "credit",
        ]);
        foreach (var credit in report.Credits)
        {
            Texts(csv, report.Month, credit.Agreement, credit.Metric is { } metric ? Words<Metric>.Of(metric) : "all");
            csv.WriteField(credit.AgreementVersion);
            csv.WriteField(credit.Count);
            csv.WriteField(credit.Met);
            csv.WriteField(credit.PercentMet);
            csv.WriteField(credit.Below);
            csv.WriteField(credit.Credit);
            csv.EndRecord();
        }
    }

    private static void Figures(CsvWriter csv, ReportLine line)
    {
        csv.WriteField(line.Count);
        csv.WriteField(line.Met);
        csv.WriteField(line.Breached);
        csv.WriteField(line.PercentMet);
        csv.WriteField(line.Elapsed?.Clocks ?? 0);
        Seconds(
            csv, line.Elapsed?.P50, line.Elapsed?.P90, line.Elapsed?.P95, line.Elapsed?.Max,
            line.Paused.AwaitingRequester, line.Paused.AwaitingSupplier, line.Paused.AwaitingChange, line.Paused.Other);
        csv.EndRecord();
    }

    /// <summary>A null character is shown instead of kept: some spreadsheets pass over it and see what comes
    /// after.</summary>
    private static void Texts(CsvWriter csv, params IEnumerable<string?> texts)
    {
        foreach (var text in texts) csv.WriteField(text?.Replace('\0', '\uFFFD'));
    }

    private static void Seconds(CsvWriter csv, params IEnumerable<Duration?> times)
    {
        foreach (var time in times) csv.WriteField(time is { } known ? Number(known) : (decimal?)null);
    }

    private static decimal Number(Duration time) =>
        ClockStep.Plain((decimal)time.BclCompatibleTicks / NodaConstants.TicksPerSecond);

    private static string? Time(Instant? at) => at is { } known ? InstantPattern.ExtendedIso.Format(known) : null;
}
