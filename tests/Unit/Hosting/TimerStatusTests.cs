using ItsmServerless.Local.Timers;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class TimerStatusTests
{
    private static readonly Schedule Hourly = Schedule.Parse("0 0 * * * *");

    [Fact]
    public void New_HasMissedNothing() =>
        Assert.Equal(new TimerStatus(null, At(10, 0), At(9, 20)), TimerStatus.New(Hourly, At(9, 20)));

    [Fact]
    public void AfterARun_TheNextOccurrenceIsTheFirstAfterItBegan() =>
        Assert.Equal(
            new TimerStatus(At(12, 30), At(13, 0), At(12, 30)),
            TimerStatus.New(Hourly, At(9, 20)).After(Hourly, At(12, 30), isExtra: false));

    /// <summary>Otherwise an early clock would run the same occurrence twice.</summary>
    [Fact]
    public void AfterARunThatBeganTooEarly_TheOccurrenceCounts() =>
        Assert.Equal(
            new TimerStatus(At(10, 0), At(11, 0), At(10, 0)),
            TimerStatus.New(Hourly, At(9, 20)).After(Hourly, At(9, 59), isExtra: false));

    [Fact]
    public void AfterAnExtraRun_TheOccurrenceIsStillToCome() =>
        Assert.Equal(
            At(10, 0), TimerStatus.New(Hourly, At(9, 20)).After(Hourly, At(9, 30), isExtra: true).Next);

    [Fact]
    public void UnderTheSameSchedule_WhatWasMissedStaysMissed()
    {
        var status = TimerStatus.New(Hourly, At(9, 20)).After(Hourly, At(10, 0), isExtra: false);
        Assert.Equal(status, status.Under(Hourly, At(15, 30)));
    }

    [Fact]
    public void UnderAnotherSchedule_NothingIsMissed()
    {
        var status = TimerStatus.New(Hourly, At(9, 20)).After(Hourly, At(10, 0), isExtra: false);
        Assert.Equal(At(16, 15), status.Under(Schedule.Parse("0 15 * * * *"), At(15, 30)).Next);
    }

    [Fact]
    public void Told_IsTheRunBefore_AndTheOccurrenceItIsRunFor()
    {
        var told = TimerStatus.New(Hourly, At(9, 20)).After(Hourly, At(10, 0), isExtra: false).Told();
        Assert.Equal(
            (At(10, 0).UtcDateTime, At(11, 0).UtcDateTime, At(10, 0).UtcDateTime),
            (told.Last, told.Next, told.LastUpdated));
        Assert.Equal(DateTime.MinValue, TimerStatus.New(Hourly, At(9, 20)).Told().Last);
    }

    private static DateTimeOffset At(int hour, int minute) => new(2026, 11, 24, hour, minute, 0, TimeSpan.Zero);
}
