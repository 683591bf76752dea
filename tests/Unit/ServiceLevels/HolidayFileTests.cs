using System.Text;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>Holidays from files of RFC 5545.</summary>
public sealed class HolidayFileTests
{
    private static readonly LocalDate From = new(2026, 1, 1), To = new(2028, 12, 31);

    [Fact]
    public void DaysOfAnEvent_AreHolidays_TheEndIsNotIncluded() => Assert.Equal(
        [new("2026-12-25", "Christmas"), new Holiday("2026-12-26", "Christmas")],
        Read("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas"));

    [Fact]
    public void OneDay_NeedsNoEnd() => Assert.Equal(
        [new Holiday("2026-05-01", "Labour Day")], Read("DTSTART;VALUE=DATE:20260501", "SUMMARY:Labour Day"));

    [Fact]
    public void YearlyEvent_IsUnfolded_UpToTheLastDay() => Assert.Equal(
        ["2026-10-03", "2027-10-03", "2028-10-03"],
        Read("DTSTART;VALUE=DATE:20001003", "RRULE:FREQ=YEARLY").Select(holiday => holiday.Date));

    [Theory] // Europe/Berlin is an hour ahead of UTC in winter
    [InlineData("DTSTART:20261224T110000Z", "DTEND:20261224T150000Z", "2026-12-24 12:00 16:00")]
    [InlineData("DTSTART:20261224T120000", "DTEND:20261224T160000", "2026-12-24 12:00 16:00")]
    [InlineData("DTSTART:20261224T210000Z", "DTEND:20261225T090000Z", "2026-12-24 22:00 ,2026-12-25  10:00")]
    [InlineData("DTSTART;TZID=America/New_York:20261224T120000", "DTEND;TZID=America/New_York:20261224T130000", "2026-12-24 18:00 19:00")]
    public void HoursOfAnEvent_AreOfTheCalendarsZone(string start, string end, string expected) => Assert.Equal(
        expected, string.Join(',', Read(start, end).Select(holiday => $"{holiday.Date} {holiday.From} {holiday.To}")));

    [Fact]
    public void CancelledEvent_IsLeftOut() => Assert.Empty(Read("DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED"));

    [Fact]
    public void EventsOutsideTheRange_AreLeftOut() => Assert.Empty(Read("DTSTART;VALUE=DATE:20300101"));

    [Fact]
    public void LongName_IsCut() => Assert.Equal(
        100, Assert.Single(Read("DTSTART;VALUE=DATE:20260501", "SUMMARY:" + new string('x', 300))).Name!.Length);

    [Theory]
    [InlineData("hello world")]
    [InlineData("")]
    [InlineData("BEGIN:VEVENT\r\nEND:VEVENT\r\n")]
    public void WhatIsNoCalendar_IsRefused(string text) => AssertRefused(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("RRULE:FREQ=SECONDLY")]
    [InlineData("RRULE:FREQ=HOURLY")]
    [InlineData("RRULE:FREQ=DAILY")] // over 1,000 days
    public void TooManyRepetitions_AreRefused(string rule) =>
        AssertRefused(File("DTSTART;VALUE=DATE:20260101", rule));

    [Fact]
    public void ARuleThatNeverComesTrue_Ends()
    {
        var file = File("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30");
        Assert.True(HolidayFile.Read(file, Berlin, From, To).IsRefused(out _, out var found) || found.Count <= 1);
    }

    [Fact]
    public void Compare_AddsWhatIsMissing_AndKeepsWhatIsClosed()
    {
        var difference = HolidayDifference.Of(
            [new("2026-12-24", "Half day", "12:00"), new("2026-12-25", "Xmas")],
            [new("2026-12-24", "Eve"), new("2026-12-25", "Christmas"), new("2026-12-26", "Boxing Day"), new("2026-12-26", "Second day")]);
        Assert.Equal(["Boxing Day"], difference.Added.Select(holiday => holiday.Name));
        Assert.Equal(["Eve", "Christmas", "Second day"], difference.Unchanged.Select(holiday => holiday.Name));
    }

    private static DateTimeZone Berlin => DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    private static IReadOnlyList<Holiday> Read(params string[] lines)
    {
        Assert.False(HolidayFile.Read(File(lines), Berlin, From, To).IsRefused(out _, out var holidays));
        return holidays;
    }

    private static byte[] File(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z",
        .. lines, "END:VEVENT", "END:VCALENDAR", "",
    ]));

    private static void AssertRefused(byte[] file)
    {
        Assert.True(HolidayFile.Read(file, Berlin, From, To).IsRefused(out var problem, out _));
        Assert.Equal((ProblemCode.ValidationFailed, "icalendar"), (problem.Code, Assert.Single(problem.Errors).Code));
    }
}
