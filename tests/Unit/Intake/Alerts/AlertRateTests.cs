using ItsmServerless.Intake.Alerts;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake.Alerts;

public sealed class AlertRateTests
{
    [Fact]
    public void Storm_BeginsWithTheFirstTooMany() =>
        Assert.Equal([false, false, false, true, true], Storms([1, 1, 1, 1, 1]));

    [Fact]
    public void Storm_GoesOn_UntilAWholeMinutePassedWithFew() =>
        Assert.Equal([false, false, false, true, true, true, false], Storms([1, 1, 1, 1, 2, 2, 3]));

    [Fact]
    public void Storm_IsOver_AfterAMinuteOfSilence() =>
        Assert.Equal([false, false, false, true, false], Storms([1, 1, 1, 1, 3]));

    [Fact]
    public void WhatComesLate_CountsForTheMinuteThatIsOn() =>
        Assert.Equal([false, false, false, true], Storms([2, 1, 2, 1]));

    private static IEnumerable<bool> Storms(long[] minutes)
    {
        var rate = AlertRate.None;
        foreach (var minute in minutes) yield return (rate = rate.Plus(minute)).IsStorm(3);
    }
}
