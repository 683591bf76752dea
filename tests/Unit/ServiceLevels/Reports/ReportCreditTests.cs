using CsCheck;
using ItsmServerless.ServiceLevels;
using ItsmServerless.ServiceLevels.Reports;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Reports;

public sealed class ReportCreditTests
{
    private static readonly Credit[] Table = [new(95, 5), new(90, 10), new(50, 100)];

    [Theory]
    [InlineData(100, 100, 0)]
    [InlineData(95, 100, 0)]
    [InlineData(94, 100, 5)]
    [InlineData(90, 100, 5)]
    [InlineData(89, 100, 10)]
    [InlineData(49, 100, 100)]
    [InlineData(0, 1, 100)]
    [InlineData(94_999, 100_000, 5)]
    [InlineData(949_999_999, 1_000_000_000, 5)]
    [InlineData(0, 0, 0)]
    public void Credit_IsOfTheLowestBoundThatWasMissed(int met, int count, int expected) =>
        Assert.Equal(expected, Table.Where(credit => credit.IsOwed(met, count)).Select(credit => credit.Percent).DefaultIfEmpty().Max());

    /// <summary>Whole numbers of both sides, by schoolbook fractions: met / count &lt; below / 100.</summary>
    [Fact]
    public void Owed_IsExact() => Gen.Select(Gen.Int[0, 2_000_000], Gen.Int[0, 2_000_000], Gen.Int[1, 1_000_000])
        .Where((met, more, _) => met + more > 0)
        .Sample((met, more, below) =>
        {
            var isLess = (System.Numerics.BigInteger)met * 1_000_000 < (System.Numerics.BigInteger)below * (met + more);
            return new Credit(below / 10_000m, 1).IsOwed(met, met + more) == isLess;
        });

    [Fact]
    public void Report_ComputesCredits_WithWhatTheyWereComputedFrom()
    {
        var results = Enumerable.Range(1, 20).Select(i => Decided.Clock(took: TimeSpan.FromHours(i <= 2 ? 5 : 1), number: i));
        var report = Of(results, new Credit(90, 10), new Credit(95, 5));
        var credit = Assert.Single(report.Credits);
        Assert.Equal(
            ("gold", 3, null, 20, 18, 90m, 95m, 5m),
            (credit.Agreement, credit.AgreementVersion, credit.Metric, credit.Count, credit.Met, credit.PercentMet,
                credit.Below, credit.Credit));
        Assert.Equal([95m, 90m], credit.Table.Select(step => step.Below));
    }

    [Fact]
    public void Credits_OfAMetric_LookAtItsClocksOnly()
    {
        ClockResult[] results =
        [
            Decided.Clock(metric: Metric.FirstResponse, took: TimeSpan.FromHours(5)), Decided.Clock(number: 2),
            Decided.Clock("silver", took: TimeSpan.FromHours(5), number: 3),
        ];
        var report = Of(results, new(60, 1), new(60, 2, Metric.FirstResponse), new(60, 3, Metric.Resolution), new(60, 4, Metric.NextResponse));
        Assert.Equal(
            [(null, 2, 1, 1m), (Metric.FirstResponse, 1, 0, 2m), (Metric.NextResponse, 0, 0, 0m), (Metric.Resolution, 1, 1, 0m)],
            report.Credits.Select(credit => (credit.Metric, credit.Count, credit.Met, credit.Credit)));
        Assert.Null(report.Credits[2].PercentMet);
    }

    /// <summary>A key may have been another kind of agreement in an earlier version.</summary>
    [Fact]
    public void Credits_OfAnSla_LeaveOutItsClocksAsAnOla()
    {
        ClockResult[] results =
        [
            Decided.Clock(took: TimeSpan.FromHours(5), kind: AgreementKind.Ola), Decided.Clock(number: 2) with { AgreementVersion = 3 },
        ];
        var report = Of(results, new Credit(95, 5));
        Assert.Equal((1, 1, 0m), (report.Credits[0].Count, report.Credits[0].Met, report.Credits[0].Credit));
        Assert.Equal(AgreementKind.Sla, report.Totals.Single().Kind);
        Assert.Equal(AgreementKind.Sla, Of(results.Reverse(), new Credit(95, 5)).Totals.Single().Kind);
    }

    private static ServiceLevelReport Of(IEnumerable<ClockResult> results, params Credit[] credits) =>
        ServiceLevelReport.Of(Decided.November, [.. results], [Decided.Agreement(credits)], Decided.Now);
}
