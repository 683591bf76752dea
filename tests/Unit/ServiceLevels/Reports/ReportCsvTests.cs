using System.Text;
using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using ItsmServerless.ServiceLevels.Reports;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Reports;

public sealed class ReportCsvTests
{
    private const string RowHeader =
        "month,agreement,kind,metric,service,priority,count,met,breached,percent_met,stopped,elapsed_p50_seconds," +
        "elapsed_p90_seconds,elapsed_p95_seconds,elapsed_max_seconds,paused_awaiting_requester_seconds," +
        "paused_awaiting_supplier_seconds,paused_awaiting_change_seconds,paused_other_seconds";

    [Fact]
    public void EmptyMonth_IsAHeader() => Assert.Equal(RowHeader + "\r\n", Text(Decided.Report()));

    [Fact]
    public void Row_HasEveryFigure_AsANumber()
    {
        var result = Decided.Clock(took: TimeSpan.FromSeconds(90.5), priority: Priority.P1) with
        {
            Paused = [new(HolderKind.Supplier, null, Duration.FromMinutes(2))],
        };
        Assert.Equal(
            $"{RowHeader}\r\n2026-11,gold,sla,resolution,mail,P1,1,1,0,100,1,90.5,90.5,90.5,90.5,0,120,0,0\r\n",
            Text(Decided.Report(result)));
    }

    /// <summary>OWASP ASVS 5.0, 1.2.10: = + - @ tab and null; https://owasp.org/www-community/attacks/CSV_Injection: and
    /// carriage return; a line feed ends a line as well.</summary>
    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("\0=1", "\uFFFD=1")]
    [InlineData("=HYPERLINK(\"https://evil.example\",\"x\")", "\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"x\"\")\"")]
    [InlineData("a,=1+1", "\"a,=1+1\"")]
    [InlineData("a\",=1+1", "\"a\"\",=1+1\"")]
    [InlineData("a\r\n=1+1", "\"a\r\n=1+1\"")]
    [InlineData("1-1", "1-1")]
    [InlineData("Küche ☕", "Küche ☕")]
    public void Text_IsNeverAFormula_AndNeverLeavesItsCell(string service, string cell) =>
        Assert.Contains($",resolution,{cell},P3,1,", Text(Decided.Report(Decided.Clock(service: service))), StringComparison.Ordinal);

    [Fact]
    public void Group_OfABreach_IsNeverAFormula() => Assert.Contains(
        ",P3,\"'=1\",", Text(Decided.Report(Decided.Clock(took: TimeSpan.FromHours(5)) with { Group = "=1" }), ReportTable.Breaches),
        StringComparison.Ordinal);

    [Fact]
    public void Breaches_SayWhenAndWhy()
    {
        var report = Decided.Report(
            Decided.Clock(took: TimeSpan.FromHours(5)), Decided.Clock(took: TimeSpan.FromHours(5), stops: false, number: 2));
        Assert.Equal(
        [
            "month,agreement,metric,number,service,priority,group,due_at,breached_at,stopped_at,reason,within_seconds,elapsed_seconds,overdue_seconds",
            "2026-11,gold,resolution,INC-000001,mail,P3,desk,2026-11-02T12:01:00Z,2026-11-02T12:01:00Z,2026-11-02T13:01:00Z,All 5 h that counted with group desk.,14400,18000,3600",
            "2026-11,gold,resolution,INC-000002,mail,P3,desk,2026-11-02T12:02:00Z,2026-11-02T12:02:00Z,,All 5 h that counted with group desk.,14400,14400,",
            "",
        ],
        Text(report, ReportTable.Breaches).Split("\r\n"));
    }

    [Fact]
    public void Totals_AndCredits_AreTablesOfTheirOwn()
    {
        var report = ServiceLevelReport.Of(
            Decided.November, [Decided.Clock(took: TimeSpan.FromHours(5))], [Decided.Agreement(new Credit(99.5m, 2.5m))], Decided.Now);
        Assert.Contains("\r\n2026-11,gold,sla,resolution,1,0,1,0,1,18000,", Text(report, ReportTable.Totals), StringComparison.Ordinal);
        Assert.EndsWith("\r\n2026-11,gold,all,3,1,0,0,99.5,2.5\r\n", Text(report, ReportTable.Credits), StringComparison.Ordinal);
        Assert.Equal("service-levels-2026-11.csv", ReportCsv.NameOf(report, ReportTable.Rows));
        Assert.Equal("service-levels-2026-11-credits.csv", ReportCsv.NameOf(report, ReportTable.Credits));
    }

    private static string Text(ServiceLevelReport report, ReportTable table = ReportTable.Rows) =>
        Encoding.UTF8.GetString(ReportCsv.Write(report, table));
}
