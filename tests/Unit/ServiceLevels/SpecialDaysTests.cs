using CsCheck;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>Hours over midnight, closed parts of days, and openings out of the ordinary.</summary>
public sealed class SpecialDaysTests
{
    private static readonly LocalDate Monday = new(2026, 1, 5), Tuesday = new(2026, 1, 6);

    private static readonly WeekHours Night = new(Monday: [new("22:00", "06:00")]);

    [Fact]
    public void OverMidnight_IsOneOpening_WithOneName()
    {
        var opening = Assert.Single(Hours(Night).Parts(At("2026-01-05T12:00:00Z"), At("2026-01-06T12:00:00Z")), part => part.IsOpen);
        Assert.Equal((At("2026-01-05T22:00:00Z"), At("2026-01-06T06:00:00Z")), (opening.From, opening.To));
        Assert.Equal("monday 22:00-06:00", opening.Cause);
    }

    [Fact]
    public void OverMidnight_FromSunday_ReachesMonday() => Assert.Equal(
        ["00:00-02:00"], Openings(new(Sunday: [new("23:00", "02:00")]), Monday));

    [Fact]
    public void UntilMidnight_WrittenAsZero_EndsWithTheDay()
    {
        Assert.Equal(["20:00-24:00"], Openings(new(Monday: [new("20:00", "00:00")]), Monday));
        Assert.Empty(Openings(new(Monday: [new("20:00", "00:00")]), Tuesday));
    }

    [Fact]
    public void Holiday_ClosesWhatOfTheNightFallsOnIt() =>
        Assert.Empty(new CalendarDays("UTC", Night, [new("2026-01-06")]).Openings(Tuesday));

    [Theory]
    [InlineData(null, "12:00", "12:00-17:00")]
    [InlineData("12:00", null, "09:00-12:00")]
    [InlineData("11:00", "13:00", "09:00-11:00,13:00-17:00")]
    [InlineData(null, null, "")]
    public void PartialHoliday_ClosesItsPart(string? from, string? to, string expected) => Assert.Equal(
        expected, string.Join(',', Openings(Agreed.Weekdays("09:00", "17:00"), Monday, [new("2026-01-05", "Inventory", from, to)])));

    [Fact]
    public void PartialHoliday_SaysWhyItIsClosed() => Assert.Equal(
        ["outside hours", "monday 09:00-17:00", "holiday 2026-01-05 Inventory"],
        new CalendarDays("UTC", Agreed.Weekdays("09:00", "17:00"), [new("2026-01-05", "Inventory", "12:00")])
            .Parts(Monday).Select(part => part.Cause));

    [Fact]
    public void SpecialOpening_OpensAHoliday() => Assert.Equal(
        ["10:00-14:00"],
        Openings(Agreed.Weekdays("09:00", "17:00"), Monday, [new("2026-01-05")], [new("2026-01-05", "10:00", "14:00", "Go-live")]));

    [Fact]
    public void SpecialOpening_AddsToTheHours() => Assert.Equal(
        ["09:00-17:00", "17:00-20:00"],
        Openings(Agreed.Weekdays("09:00", "17:00"), Monday, [], [new("2026-01-05", "17:00", "20:00")]));

    /// <summary>Against an obvious reading of the wall clock, minute by minute, on days without a change of
    /// clocks.</summary>
    [Fact]
    public void EveryMinute_IsWhatTheEntriesSay() => Any.Calendar.Select(Any.Minute).Sample(
        (calendar, minute) =>
        {
            var days = new CalendarDays(calendar.TimeZone!, calendar.Hours, calendar.Holidays!, calendar.SpecialOpenings);
            var day = days.DayOf(minute);
            var start = days.StartOf(day);
            if (days.StartOf(day.PlusDays(1)) - start != Duration.FromDays(1)) return;
            foreach (var part in days.Parts(day))
                for (var at = part.From; at < part.To; at += Duration.FromMinutes(1))
                    Assert.Equal(CalendarModel.IsOpen(calendar, day, (int)(at - start).TotalMinutes), part.IsOpen);
        },
        iter: 1_000);

    private static IEnumerable<string> Openings(
        WeekHours hours, LocalDate day, Holiday[]? holidays = null, SpecialOpening[]? openings = null) =>
        new CalendarDays("UTC", hours, holidays ?? [], openings).Openings(day).Select(part =>
            $"{Text(part.From - day.AtMidnight().InUtc().ToInstant())}-{Text(part.To - day.AtMidnight().InUtc().ToInstant())}");

    private static string Text(Duration sinceMidnight) =>
        $"{(int)sinceMidnight.TotalHours:D2}:{sinceMidnight.Minutes:D2}";

    private static BusinessHours Hours(WeekHours hours) => new(new("UTC", hours, []));

    private static Instant At(string text) => Ticket.At(text);
}
