using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.ServiceLevels;
using ItsmServerless.ServiceLevels.Reports;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Reports;

public sealed class ReportQuestionTests
{
    [Fact]
    public void Nothing_MeansTheRunningMonthOfUtc_InJson()
    {
        var question = Ask("").Value;
        Assert.Equal(
            ("2026-12", "UTC", ResultView.Latest, null, ReportFormat.Json, ReportTable.Rows),
            (ReportQuestion.Text(question.Period.Month), question.Period.Zone.Id, question.View, question.Agreement,
                question.Format, question.Table));
    }

    [Fact]
    public void Month_Missing_IsThatOfTheZone() => Assert.Equal(
        "2027-01", ReportQuestion.Text(Ask("?timeZone=Asia/Tokyo", now: "2026-12-31T20:00:00Z").Value.Period.Month));

    [Theory]
    [InlineData("?month=2026-13", "month")]
    [InlineData("?month=2026-11-01", "month")]
    [InlineData("?month=november", "month")]
    [InlineData("?month=", "month")]
    [InlineData("?month=1999-12", "month")]
    [InlineData("?month=2100-01", "month")]
    [InlineData("?month=2026-11&month=2026-12", "month")]
    [InlineData("?format=pdf", "format")]
    [InlineData("?format=JSON", "format")]
    [InlineData("?view=newest", "view")]
    [InlineData("?table=all", "table")]
    [InlineData("?agreement=No%20Key", "agreement")]
    [InlineData("?timeZone=Berlin", "timeZone")]
    public void Wrong_IsRefused_NamingTheParameter(string query, string parameter)
    {
        var refusal = Ask(query).Problem!;
        Assert.Equal(ProblemCode.InvalidParameter, refusal.Code);
        Assert.StartsWith(parameter + " is ", refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", ReportFormat.Html)]
    [InlineData("text/csv", ReportFormat.Csv)]
    [InlineData("text/html;q=0.5, text/csv", ReportFormat.Csv)]
    [InlineData("text/html;q=0, */*", ReportFormat.Json)]
    [InlineData("application/json, text/html", ReportFormat.Json)]
    [InlineData("image/png", ReportFormat.Json)]
    [InlineData(";;;", ReportFormat.Json)]
    public void Format_Missing_IsThatOfTheAcceptHeader(string accept, ReportFormat expected) =>
        Assert.Equal(expected, Ask("", accept).Value.Format);

    [Fact]
    public void Format_GoesBeforeTheAcceptHeader() => Assert.Equal(ReportFormat.Csv, Ask("?format=csv", "text/html").Value.Format);

    [Theory]
    [InlineData("2026-11-01T00:00:00Z", "", true)]
    [InlineData("2026-12-01T00:00:00Z", "", false)]
    [InlineData("2026-11-01T00:00:00Z", "&agreement=silver", false)]
    [InlineData("2026-10-31T23:30:00Z", "&timeZone=Europe/Berlin", true)]
    public void Clock_IsCovered_ByMonthAndAgreement(string decidedAt, string query, bool expected)
    {
        var result = Decided.Clock() with { StoppedAt = Ticket.At(decidedAt) };
        Assert.Equal(expected, Ask($"?month=2026-11{query}").Value.Covers(result));
    }

    private static Outcome<ReportQuestion> Ask(string query, string? accept = null, string now = "2026-12-03T08:00:00Z")
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new(query);
        if (accept is not null) request.Headers.Accept = accept;
        return ReportQuestion.Of(request, Ticket.At(now));
    }
}
