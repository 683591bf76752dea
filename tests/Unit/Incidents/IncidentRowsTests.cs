using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Storage;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

public sealed class IncidentRowsTests
{
    [Fact]
    public void Rows_OfAnOpenIncident_LieInOnePartition()
    {
        var rows = IncidentRows.Of(Given.New).ToList();
        Assert.All(rows, row => Assert.Equal((TableNames.Open, "incident"), (row.Table, row.Partition)));
        Assert.Equal("n|INC-000001", rows[1].Row);
    }

    [Fact]
    public void Rows_OfAClosedIncident_LieInItsMonthAndAmongNumbers()
    {
        var rows = IncidentRows.Of(Given.In(IncidentState.Closed)).ToList();
        Assert.Equal((TableNames.Closed, "incident|2026-11"), (rows[0].Table, rows[0].Partition));
        Assert.Equal((TableNames.Numbers, "INC-000001"), (rows[1].Table, rows[1].Row));
    }

    [Theory]
    [InlineData(IncidentState.New)]
    [InlineData(IncidentState.Cancelled)]
    public void OfNumber_FindsTheRowOfEveryState(IncidentState state)
    {
        var rows = IncidentRows.Of(Given.In(state)).Select(row => (row.Table, row.Partition, row.Row));
        Assert.Single(rows, IncidentRows.OfNumber("INC-000001").Contains);
    }

    [Fact]
    public void Numbers_LieBehindEveryTime()
    {
        var oldest = RowKeys.NewestFirst(Instant.FromUtc(1970, 1, 1, 0, 0), Given.Id);
        Assert.True(string.CompareOrdinal(oldest, IncidentRows.OpenRange(since: null)) < 0);
        Assert.True(string.CompareOrdinal(IncidentRows.OpenRange(since: null), "n|INC-000001") < 0);
    }

    [Fact]
    public void RangeSince_HoldsTheInstantItself_AndNothingOlder()
    {
        var before = IncidentRows.OpenRange(Given.Start);
        Assert.True(string.CompareOrdinal(RowKeys.NewestFirst(Given.Start, Given.Id), before) < 0);
        var older = RowKeys.NewestFirst(Given.Start - Duration.FromMilliseconds(1), Given.Id);
        Assert.True(string.CompareOrdinal(older, before) > 0);
    }

    [Fact]
    public void ClosedSince_GoesFromTheNewestMonthDown() => Assert.Equal(
        ["incident|2027-01", "incident|2026-12", "incident|2026-11"],
        IncidentRows.ClosedSince(IncidentRows.MonthOf("incident|2026-11"), new YearMonth(2027, 1)));

    /// <summary>64 KiB a binary property; six bytes is the longest escape of one UTF-16 unit (RFC 8259, 7).</summary>
    [Fact]
    public void Summary_OfTheLargestIncident_FitsIntoItsColumn()
    {
        const string Private = "\uE000";
        var line = string.Concat(Enumerable.Repeat(Private, 100));
        var reported = Given.Reported() with
        {
            Title = Repeated(256),
            Requester = new(Given.Ada, Repeated(128)),
            Category = line,
            Service = line,
            Group = Repeated(64),
            Tags = [.. Enumerable.Repeat(Repeated(50), 20)],
            ConfigurationItems = [.. Enumerable.Repeat(line, 30)],
            ExternalReference = Repeated(256),
        };
        var largest = Given.Fold(null, reported, new IncidentResolved(Repeated(64), Repeated(4_000)));
        var json = (byte[])SettingsRow.Of(IncidentSummary.Of(largest)).Values.Single();
        Assert.InRange(json.Length, 1, Limits.PropertyBytes);

        static string Repeated(int count) => string.Concat(Enumerable.Repeat(Private, count));
    }

    [Fact]
    public void Columns_HoldWhatIsFilteredBy_AndNothingThatIsMissing()
    {
        var columns = IncidentRows.Of(Given.New).First().Columns;
        Assert.Equal("ada@example.org", columns["Requester"]);
        Assert.Equal(true, columns[IncidentRows.TagColumn("floor-2")]);
        Assert.DoesNotContain("Assignee", columns.Keys);
    }

    [Theory]
    [InlineData("' or true or '")]
    [InlineData("a/b\\c#d?e")]
    public void TagColumn_IsAnIdentifier_WhateverTheTag(string tag) =>
        Assert.Matches("^Tag_[0-9a-f]{32}$", IncidentRows.TagColumn(tag));
}
