using CsCheck;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;
using static ItsmServerless.Tests.Unit.ServiceLevels.Ticket;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

public sealed class BusinessHoursTests
{
    private static readonly Instant Friday = At("2026-01-09T15:00:00Z"); // 16:00 in Berlin

    [Fact]
    public void After_GoesOnWithTheNextOpening() =>
        Assert.Equal(At("2026-01-12T09:00:00Z"), Agreed.Office.After(Friday, Duration.FromHours(2)));

    [Fact]
    public void After_WhenItEndsWithTheDay_IsTheEndOfTheDay() =>
        Assert.Equal(At("2026-01-09T16:00:00Z"), Agreed.Office.After(Friday, Duration.FromHours(1)));

    [Fact]
    public void After_Nothing_IsNow() => Assert.Equal(Friday, Agreed.Office.After(Friday, Duration.Zero));

    [Fact]
    public void After_AYearOfWork_CountsEveryDay() => // 2026 has 261 weekdays: 52 weeks of five, and a Thursday
        Assert.Equal(
            At("2026-12-31T16:00:00Z"), Agreed.Office.After(At("2025-12-31T23:00:00Z"), Duration.FromHours(261 * 8)));

    [Fact]
    public void After_WhatNoCenturyHolds_IsNull() =>
        Assert.Null(Agreed.Office.After(Friday, Duration.FromDays(365 * 80)));

    [Fact]
    public void Between_ANightAndAWeekend_IsNothing() =>
        Assert.Equal(Duration.Zero, Agreed.Office.Between(At("2026-01-09T16:00:00Z"), At("2026-01-12T08:00:00Z")));

    [Fact]
    public void Between_OverADayOf25Hours_Counts25() => Assert.Equal(
        Duration.FromHours(25),
        new BusinessHours(new("Europe/Berlin", null, [])).Between(At("2026-10-24T22:00:00Z"), At("2026-10-25T23:00:00Z")));

    [Fact]
    public void Openings_BeginCut_AndSkipClosedDays() => Assert.Equal(
        [At("2026-01-09T15:00:00Z"), At("2026-01-12T08:00:00Z")],
        Agreed.Office.Openings(Friday).Take(2).Select(opening => opening.From));

    [Fact]
    public void Parts_OfAWeekend_AreOne() => Assert.Equal(
        ["friday 09:00-17:00", "outside hours", "monday 09:00-17:00"],
        Agreed.Office.Parts(Friday, At("2026-01-12T09:00:00Z")).Select(part => part.Cause));

    /// <summary>After is the inverse of Between, and nothing earlier would do.</summary>
    [Fact]
    public void After_AndBetween_AgreeForAnyTimes() => Any.Hours.Select(Any.Minute, Gen.Long[1, 60L * 60 * 24 * 90]).Sample(
        (hours, from, seconds) =>
        {
            var open = Duration.FromSeconds(seconds);
            var after = hours.After(from, open)!.Value;
            Assert.Equal(open, hours.Between(from, after));
            Assert.True(hours.Between(from, after - Duration.FromTicks(1)) < open);
        },
        iter: 2_000);

    [Fact]
    public void Parts_AddUpToBetween_ForAnyTimes() => Any.Hours.Select(Any.Minute, Gen.Long[0, 60L * 24 * 20]).Sample(
        (hours, from, minutes) =>
        {
            var to = from + Duration.FromMinutes(minutes);
            var parts = hours.Parts(from, to).ToList();
            Assert.Equal(hours.Between(from, to), Sum(parts.Where(part => part.IsOpen)));
            Assert.Equal(to - from, Sum(parts));
        },
        iter: 2_000);

    private static Duration Sum(IEnumerable<HoursPart> parts) =>
        parts.Aggregate(Duration.Zero, (sum, part) => sum + (part.To - part.From));
}
