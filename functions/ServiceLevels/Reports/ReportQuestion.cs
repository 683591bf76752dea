using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>What a reader of the report wants to know.</summary>
/// <param name="View">Whether recalculations are looked at.</param>
/// <param name="Agreement">The key of the only agreement that is wanted; null for all.</param>
public sealed record ReportQuestion(
    ReportPeriod Period, ResultView View, string? Agreement, ReportFormat Format, ReportTable Table)
{
    private static readonly YearMonthPattern Months = YearMonthPattern.Iso;

    /// <summary>Reads the parameters. The running month in UTC, the newest results, all agreements and what the
    /// <c>Accept</c> header prefers when they are missing.</summary>
    public static Outcome<ReportQuestion> Of(HttpRequest request, Instant now) =>
        ZoneOf(request).Then(zone =>
        MonthOf(request, now, zone).Then(month =>
        QueryValues.Word<ResultView>(request, "view").Then(view =>
        QueryValues.Key(request, "agreement").Then(agreement =>
        FormatOf(request).Then(format =>
        QueryValues.Word<ReportTable>(request, "table").Map(table => new ReportQuestion(
            new(month, zone), view ?? ResultView.Latest, agreement, format, table ?? ReportTable.Rows)))))));

    /// <summary>As 2026-11.</summary>
    public static string Text(YearMonth month) => Months.Format(month);

    /// <summary>Whether a clock is asked for.</summary>
    public bool Covers(ClockResult result) =>
        Period.Contains(result.DecidedAt) && (Agreement is null || Agreement == result.Agreement);

    private static Outcome<DateTimeZone> ZoneOf(HttpRequest request) => QueryValues
        .Read<DateTimeZone?>(
            request, "timeZone", "an IANA time zone such as Europe/Berlin", DateTimeZoneProviders.Tzdb.GetZoneOrNull)
        .Map(zone => zone ?? DateTimeZone.Utc);

    private static Outcome<YearMonth> MonthOf(HttpRequest request, Instant now, DateTimeZone zone) => QueryValues
        .Read<YearMonth?>(
            request, "month", "a month from 2000-01 to 2099-12, such as 2026-11",
            text => Months.Parse(text) is { Success: true, Value: { Year: >= 2000 and < 2100 } month } ? month : null)
        .Map(month => month ?? now.InZone(zone).Date.ToYearMonth());

    private static Outcome<ReportFormat> FormatOf(HttpRequest request) =>
        QueryValues.Word<ReportFormat>(request, "format").Map(format => format ?? Formats.Preferred(request));
}
