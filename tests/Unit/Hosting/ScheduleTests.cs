using System.Globalization;
using ItsmServerless.Local.Timers;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class ScheduleTests
{
    /// <summary>The examples of the vendor's page on timer triggers, with what it says they mean.</summary>
    [Theory]
    [InlineData("0 */5 * * * *", "2026-11-24T09:03:20Z", "2026-11-24T09:05:00Z")]
    [InlineData("0 0 * * * *", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")]
    [InlineData("0 0 */2 * * *", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z")]
    [InlineData("0 0 9-17 * * *", "2026-11-24T17:00:00Z", "2026-11-25T09:00:00Z")]
    [InlineData("0 30 9 * * *", "2026-11-24T09:30:00Z", "2026-11-25T09:30:00Z")]
    [InlineData("0 30 9 * * 1-5", "2026-11-27T09:30:00Z", "2026-11-30T09:30:00Z")]
    [InlineData("0 30 9 * Jan Mon", "2026-11-24T09:30:00Z", "2027-01-04T09:30:00Z")]
    [InlineData("*/20 * * * * *", "2026-11-24T09:00:01Z", "2026-11-24T09:00:20Z")]
    [InlineData("*/5 * * * *", "2026-11-24T09:03:20Z", "2026-11-24T09:05:00Z")]
    [InlineData("5,8,10 0-2 * * * 0", "2026-11-24T09:00:00Z", "2026-11-29T00:00:05Z")]
    [InlineData("00:05:00", "2026-11-24T09:03:20Z", "2026-11-24T09:08:20Z")]
    public void Next_IsTheFirstOccurrenceAfter(string schedule, string after, string expected) =>
        Assert.Equal(At(expected), Schedule.Parse(schedule).Next(At(after)));

    [Theory]
    [InlineData("* * * *")]
    [InlineData("0 0 22-2 * * *")]
    [InlineData("0 0 0 * * FRI-MON")]
    [InlineData("0 0 0 * * 7")]
    [InlineData("0 0 0 * * 5-7")]
    [InlineData("@daily")]
    [InlineData("0 0 0 L * *")]
    [InlineData("0 0 0 ? * MON")]
    [InlineData("0 0 0 * * MON#1")]
    [InlineData("0 0 25 * * *")]
    [InlineData("-00:01:00")]
    [InlineData("often")]
    [InlineData("")]
    public void Parse_OfWhatIsNoSchedule_IsRefused(string schedule) =>
        Assert.Throws<FormatException>(() => Schedule.Parse(schedule));

    [Theory]
    [InlineData("*/20 * * * * *", false)]
    [InlineData("0 * * * * *", true)]
    [InlineData("0 0 3 * * *", true)]
    [InlineData("00:00:30", false)]
    public void Monitored_IsWhatRunsOnceAMinuteOrLess(string schedule, bool expected) =>
        Assert.Equal(expected, Schedule.Parse(schedule).IsMonitored(At("2026-11-24T09:00:00Z")));

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
