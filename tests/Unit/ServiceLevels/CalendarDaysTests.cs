using ItsmServerless.ServiceLevels;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.Text;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>Transitions as the IANA database has them: Berlin 2026-03-29 01:00Z and 2026-10-25 01:00Z.</summary>
public sealed class CalendarDaysTests
{
    private static readonly LocalDate Spring = new(2026, 3, 29), Autumn = new(2026, 10, 25);

    [Theory]
    [InlineData("02:30", "05:00", "2026-03-29T01:30:00Z/2026-03-29T03:00:00Z")] // 02:30 is skipped: 03:30 on the wall
    [InlineData("01:00", "02:30", "2026-03-29T00:00:00Z/2026-03-29T01:30:00Z")]
    [InlineData("02:15", "02:45", "2026-03-29T01:15:00Z/2026-03-29T01:45:00Z")]
    [InlineData("00:00", "24:00", "2026-03-28T23:00:00Z/2026-03-29T22:00:00Z")] // a day of 23 hours
    [InlineData("09:00", "17:00", "2026-03-29T07:00:00Z/2026-03-29T15:00:00Z")]
    public void Spring_ShiftsSkippedTimesForward(string from, string to, string expected) =>
        Assert.Equal([expected], Openings("Europe/Berlin", Spring, (from, to)));

    [Theory]
    [InlineData("02:30", "05:00", "2026-10-25T00:30:00Z/2026-10-25T04:00:00Z")] // starts at the first 02:30
    [InlineData("01:00", "02:30", "2026-10-24T23:00:00Z/2026-10-25T01:30:00Z")] // ends at the second 02:30
    [InlineData("02:15", "02:45", "2026-10-25T00:15:00Z/2026-10-25T01:45:00Z")]
    [InlineData("00:00", "24:00", "2026-10-24T22:00:00Z/2026-10-25T23:00:00Z")] // a day of 25 hours
    public void Autumn_TakesTheFirstForStarts_TheSecondForEnds(string from, string to, string expected) =>
        Assert.Equal([expected], Openings("Europe/Berlin", Autumn, (from, to)));

    [Fact]
    public void Spring_HoursThatFallTogether_DoNotOverlap() => Assert.Equal(
        ["2026-03-29T01:00:00Z/2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z/2026-03-29T02:00:00Z"],
        Openings("Europe/Berlin", Spring, ("02:00", "02:30"), ("03:00", "04:00")));

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-04")] // midnight is skipped
    [InlineData("America/Havana", "2026-11-01")] // 00:00 to 01:00 is twice
    [InlineData("Pacific/Apia", "2011-12-30")] // the whole day is skipped
    public void WholeDays_MeetWithoutGapOrOverlap_WhereTheClockChangesAtMidnight(string zone, string around)
    {
        var days = Days(zone, ("00:00", "24:00"));
        var day = LocalDatePattern.Iso.Parse(around).Value.PlusDays(-2);
        var end = days.StartOf(day);
        for (var i = 0; i < 5; i++, day = day.PlusDays(1))
        {
            foreach (var opening in days.Openings(day))
            {
                Assert.Equal(end, opening.From);
                end = opening.To;
            }
        }
        Assert.Equal(days.StartOf(day), end);
    }

    [Fact]
    public void SkippedDay_HasNoOpenings() => Assert.Empty(Openings("Pacific/Apia", new(2011, 12, 30), ("09:00", "17:00")));

    [Fact]
    public void Holiday_IsClosedWhole_AndSaysWhy()
    {
        var days = new CalendarDays("Europe/Berlin", null, [new("2026-12-25", "Christmas")]);
        var part = Assert.Single(days.Parts(new(2026, 12, 25)));
        Assert.Equal((false, "holiday 2026-12-25 Christmas"), (part.IsOpen, part.Cause));
    }

    [Fact]
    public void Parts_OfADay_AreWithoutGaps_AndNameTheEntry()
    {
        var parts = Days("UTC", ("08:00", "12:00"), ("13:00", "24:00")).Parts(new(2026, 1, 5)).ToList();
        Assert.Equal(
            ["outside hours", "monday 08:00-12:00", "outside hours", "monday 13:00-24:00"], parts.Select(part => part.Cause));
        Assert.Equal(parts.Skip(1).Select(part => part.From), parts.SkipLast(1).Select(part => part.To));
    }

    /// <summary>The rule against an obvious reading of it, at every change of clocks of every zone, 2000 to 2040: hours
    /// that begin in the middle of what is skipped or there twice, that end there, that lie within and around it.</summary>
    [Fact]
    public void EveryTransitionOfEveryZone_FollowsTheRule()
    {
        var changes = 0;
        foreach (var zone in DateTimeZoneProviders.Tzdb.GetAllZones())
            foreach (var interval in zone.GetZoneIntervals(Ticket.At("2000-01-01T00:00:00Z"), Ticket.At("2041-01-01T00:00:00Z")))
                if (interval.HasStart && interval.Start.InUtc().Year >= 2000)
                    changes += AssertRuleAround(zone, interval.Start);
        Assert.True(changes > 10_000, $"Only {changes} hours were looked at.");
    }

    private static int AssertRuleAround(DateTimeZone zone, Instant change)
    {
        var before = zone.GetUtcOffset(change - Duration.Epsilon);
        var (old, now) = (change.WithOffset(before).LocalDateTime, change.InZone(zone).LocalDateTime);
        var (first, length) = (LocalDateTime.Min(old, now), Period.Between(old, now, PeriodUnits.Minutes).Minutes);
        var (middle, quarter) = (first.PlusMinutes(Math.Abs(length) / 2), Math.Abs(length) / 4);
        (LocalDateTime From, LocalDateTime To)[] hours =
        [
            (middle, middle.PlusMinutes(90)), (middle.PlusMinutes(-90), middle),
            (middle.PlusMinutes(-quarter), middle.PlusMinutes(quarter)), (middle.PlusMinutes(-120), middle.PlusMinutes(120)),
        ];
        var ofADay = hours.Where(open => open.From.Date == open.To.Date && open.From < open.To).ToList();
        foreach (var (from, to) in ofADay) AssertRule(zone, from, to);
        return ofADay.Count;
    }

    private static void AssertRule(DateTimeZone zone, LocalDateTime opens, LocalDateTime closes)
    {
        var day = opens.Date;
        var days = Days(zone.Id, ($"{opens.TimeOfDay:HH:mm}", $"{closes.TimeOfDay:HH:mm}"));
        var (start, end) = (days.StartOf(day), days.StartOf(day.PlusDays(1)));
        var from = Clamp(Wall(zone, opens, first: true), start, end);
        var to = Clamp(Wall(zone, closes, first: false), start, end);
        var opening = days.Openings(day).SingleOrDefault();
        if (from < to) Assert.Equal((from, to), (opening!.From, opening.To));
        else Assert.Null(opening);
    }

    /// <summary>Tries the offsets around: one that fits is the answer; if none, the offset before the gap is
    /// kept.</summary>
    private static Instant Wall(DateTimeZone zone, LocalDateTime local, bool first)
    {
        var guess = local.InUtc().ToInstant();
        var (before, after) = (zone.GetUtcOffset(guess - Duration.FromDays(2)), zone.GetUtcOffset(guess + Duration.FromDays(2)));
        Offset[] near = [.. zone.GetZoneIntervals(guess - Duration.FromDays(2), guess + Duration.FromDays(2)).Select(i => i.WallOffset)];
        Instant[] fits = [.. near.Select(offset => guess - Span(offset)).Where(instant => instant.InZone(zone).LocalDateTime == local).Order()];
        if (fits.Length > 0) return first ? fits[0] : fits[^1];
        var skipped = zone.MapLocal(local).EarlyInterval.WallOffset;
        Assert.Contains(skipped, near.Append(before).Append(after));
        return guess - Span(skipped);
    }

    private static Duration Span(Offset offset) => Duration.FromSeconds(offset.Seconds);

    private static Instant Clamp(Instant value, Instant least, Instant most) => Instant.Max(least, Instant.Min(most, value));

    private static IEnumerable<string> Openings(string zone, LocalDate day, params (string, string)[] hours) =>
        Days(zone, hours).Openings(day).Select(part => $"{part.From}/{part.To}");

    private static CalendarDays Days(string zone, params (string From, string To)[] hours)
    {
        OpenHours[] day = [.. hours.Select(open => new OpenHours(open.From, open.To))];
        return new(zone, new(day, day, day, day, day, day, day), []);
    }
}
