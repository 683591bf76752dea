using System.Text.Json;
using CsCheck;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Http;
using ItsmServerless.ServiceLevels;
using ItsmServerless.ServiceLevels.Reports;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Reports;

public sealed class ReportTests
{
    [Fact]
    public void EmptyMonth_IsAReportWithoutRows()
    {
        var report = Decided.Report();
        Assert.Empty(report.Totals);
        Assert.Empty(report.Rows);
        Assert.Empty(report.Breaches);
        Assert.Equal(("2026-11", "UTC", true), (report.Month, report.TimeZone, report.IsComplete));
    }

    [Theory]
    [InlineData("2026-11-30T23:59:59Z", false)]
    [InlineData("2026-12-01T00:00:00Z", true)]
    public void Month_IsComplete_WhenItIsOver(string now, bool expected) =>
        Assert.Equal(expected, ServiceLevelReport.Of(Decided.November, [], [], Ticket.At(now)).IsComplete);

    [Fact]
    public void Row_CountsMetAndBreached_AndCutsThePercentage()
    {
        var row = Assert.Single(Decided.Report([.. Enumerable.Range(1, 3).Select(i => Took(i, i == 3 ? 5 : 1))]).Rows);
        Assert.Equal((3, 2, 1, 66.66m), (row.Count, row.Met, row.Breached, row.PercentMet));
    }

    [Fact]
    public void Percent_Of9999In10000_IsNot100()
    {
        ClockResult[] results = [.. Enumerable.Range(1, 10_000).Select(i => Took(i, i == 1 ? 5 : 1))];
        Assert.Equal(99.99m, Decided.Report(results).Totals.Single().PercentMet);
        Assert.Equal(99.99m, Decided.Report([.. results, .. results[1..], .. results[1..]]).Totals.Single().PercentMet);
    }

    [Fact]
    public void Elapsed_IsOverClocksThatStopped()
    {
        var open = Decided.Clock(took: TimeSpan.FromHours(9), stops: false, number: 99);
        var row = Assert.Single(Decided.Report([.. Enumerable.Range(1, 10).Select(i => Took(i, i)), open]).Rows);
        Assert.Equal(11, row.Count);
        Assert.Equal(
            new ElapsedFigures(10, Duration.FromHours(5), Duration.FromHours(9), Duration.FromHours(10), Duration.FromHours(10)),
            row.Elapsed);
    }

    [Fact]
    public void Elapsed_WhileNoneHasStopped_IsNull() =>
        Assert.Null(Decided.Report(Decided.Clock(took: TimeSpan.FromHours(9), stops: false)).Rows[0].Elapsed);

    [Fact]
    public void Paused_IsAddedUpByReason()
    {
        HolderShare[] paused =
        [
            new(HolderKind.Requester, null, Duration.FromHours(1)), new(HolderKind.Supplier, null, Duration.FromHours(2)),
            new(HolderKind.Change, null, Duration.FromHours(3)), new(HolderKind.Nobody, null, Duration.FromHours(4)),
            new(HolderKind.Group, "net", Duration.FromHours(5)),
        ];
        var row = Decided.Report(Took(1, 1) with { Paused = paused }, Took(2, 1) with { Paused = paused[..1] }).Rows.Single();
        Assert.Equal(
            new PausedFigures(Duration.FromHours(2), Duration.FromHours(2), Duration.FromHours(3), Duration.FromHours(9)),
            row.Paused);
    }

    [Fact]
    public void Rows_AreInOrder_ThoseWithoutAServiceLast()
    {
        var report = Decided.Report(
            Decided.Clock("silver", number: 1), Decided.Clock(service: null, number: 2), Decided.Clock(number: 3),
            Decided.Clock(service: "Zebra", number: 4), Decided.Clock(priority: Priority.P1, number: 5),
            Decided.Clock(metric: Metric.FirstResponse, number: 6));
        Assert.Equal(
        [
            "gold FirstResponse mail P3", "gold Resolution Zebra P3", "gold Resolution mail P1", "gold Resolution mail P3",
            "gold Resolution  P3", "silver Resolution mail P3",
        ],
        report.Rows.Select(row => $"{row.Agreement} {row.Metric} {row.Service} {row.Priority}"));
    }

    [Fact]
    public void Report_IsTheSame_WhateverTheOrderOfTheResults() => Decided.Some
        .SelectMany(results => Gen.Shuffle(results), (one, other) => (one, other))
        .Sample(pair => Text(Decided.Report(pair.one)) == Text(Decided.Report(pair.other)));

    [Fact]
    public void Rows_AddUpToTotals_AndTotalsToTheResults() => Decided.Some.Sample(results =>
    {
        var report = Decided.Report(results);
        foreach (var total in report.Totals)
        {
            ReportLine[] rows = [.. report.Rows.Where(row => (row.Agreement, row.Metric) == (total.Agreement, total.Metric))];
            Assert.Equal(
                (total.Count, total.Met, total.Breached, total.Elapsed?.Clocks ?? 0, total.Paused.Total),
                (rows.Sum(row => row.Count), rows.Sum(row => row.Met), rows.Sum(row => row.Breached),
                    rows.Sum(row => row.Elapsed?.Clocks ?? 0),
                    rows.Aggregate(Duration.Zero, (sum, row) => sum + row.Paused.Total)));
            Assert.Equal(total.Breached, report.Breaches.Count(b => (b.Agreement, b.Metric) == (total.Agreement, total.Metric)));
            var spread = report.Spreads.Single(one => (one.Agreement, one.Metric) == (total.Agreement, total.Metric));
            Assert.Equal(total.Met, spread.Buckets.Sum(bucket => bucket.Met));
            Assert.Equal(total.Elapsed?.Clocks ?? 0, spread.Buckets.Sum(bucket => bucket.Met + bucket.Breached));
        }
        Assert.Equal(results.Length, report.Totals.Sum(total => total.Count));
    });

    /// <summary>A bucket ends with its own number: four hours of four hours are 100 percent.</summary>
    [Theory]
    [InlineData(0, 25)]
    [InlineData(60, 25)]
    [InlineData(61, 50)]
    [InlineData(240, 100)]
    [InlineData(241, 125)]
    [InlineData(480, 200)]
    [InlineData(481, null)]
    public void Spread_CountsByShareOfTheTime(int minutes, int? expected)
    {
        var spread = Decided.Report(Decided.Clock(took: TimeSpan.FromMinutes(minutes))).Spreads.Single();
        Assert.Equal(expected, spread.Buckets.Single(bucket => bucket.Met + bucket.Breached == 1).UpTo);
        Assert.Equal(8, spread.Buckets.Count);
    }

    private static ClockResult Took(int number, int hours) => Decided.Clock(took: TimeSpan.FromHours(hours), number: number);

    private static string Text(ServiceLevelReport report) => JsonSerializer.Serialize(report, Json.Options);
}
