using ItsmServerless.ServiceLevels;
using NodaTime;
using NodaTime.Text;
using Xunit;
using static ItsmServerless.Tests.Unit.ServiceLevels.Ticket;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Cited;

/// <summary>What OTRS and Znuny make of escalations: OTRS's manual of Escalation Suspend
/// (doc.otrs.com/doc/manual/fao/8.0/en/content/escalation-suspend/admin.html), Znuny's manual
/// (doc.znuny.org/manual/admin/servicemanagement/servicelevels, "Managing Service Level Agreements") and the tests of its
/// working time (github.com/znuny/Znuny, scripts/test/DateTime/AddWorkingTime.t and DeltaWorkingTime.t).</summary>
/// <remarks>An escalation's solution time is our <c>resolution</c>. Its working hours are whole hours, each named by its
/// beginning, so that "8 to 17" is open until six; days without work recur every year, here they are dates. Its pending
/// states are our hold.</remarks>
public sealed class ZnunyTests
{
    private static readonly Holiday[] Vacations =
    [
        .. from year in new[] { 2015, 2016 }
           from day in new[] { "01-01", "05-01", "12-24", "12-25", "12-26", "12-31" }
           select new Holiday($"{year}-{day}"),
    ];

    private static readonly WeekHours EightToSix = Agreed.Weekdays("08:00", "18:00");
    private static readonly WeekHours WithLunch = Week(new("08:00", "13:00"), new("14:00", "18:00"));

    /// <summary>AddWorkingTime.t, hours round the clock but for days without work; also over changes of clocks. Times
    /// are those of the wall in the zone.</summary>
    [Theory]
    [InlineData("UTC", "2015-02-17T12:00:00", 90 * 24, "2015-05-19T12:00:00")]
    [InlineData("Europe/Berlin", "2015-02-17T12:00:00", (90 * 24) + 1, "2015-05-19T14:00:00")]
    [InlineData("UTC", "2015-02-21T22:00:00", 6, "2015-02-22T04:00:00")]
    [InlineData("America/Sao_Paulo", "2015-02-21T22:00:00", 5, "2015-02-22T02:00:00")]
    [InlineData("America/Sao_Paulo", "2015-10-17T22:00:00", 7, "2015-10-18T06:00:00")]
    [InlineData("Asia/Tehran", "2015-09-21T12:00:00", 15, "2015-09-22T02:00:00")]
    [InlineData("Asia/Tehran", "2015-03-21T12:00:00", 17, "2015-03-22T06:00:00")]
    [InlineData("Australia/Sydney", "2016-04-02T12:00:00", 24 + 17, "2016-04-04T04:00:00")]
    public void RoundTheClock_CountsHoursThatPass(string zone, string from, int hours, string due) =>
        AssertDue(due, zone, null, from, Duration.FromHours(hours));

    /// <summary>AddWorkingTime.t, hours on weekdays, eight to six.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2016-01-31T12:25:30", "PT5H", "2016-02-01T13:00:00")]
    [InlineData("Europe/Berlin", "2016-02-01T16:59:30", "PT3H30M", "2016-02-02T10:29:30")]
    [InlineData("Asia/Tehran", "2016-03-20T00:00:00", "PT5H", "2016-03-21T13:00:00")]
    [InlineData("Asia/Tehran", "2016-03-20T00:00:00", "PT13H", "2016-03-22T11:00:00")]
    public void WorkingHours_GoOnTheNextDay(string zone, string from, string within, string due) =>
        AssertDue(due, zone, EightToSix, from, Parse(within));

    /// <summary>AddWorkingTime.t, the same with an hour of lunch at one.</summary>
    [Theory]
    [InlineData("2016-02-01T12:25:30", "PT5H", "2016-02-02T08:25:30")]
    [InlineData("2016-01-31T12:25:30", "PT45H25M30S", "2016-02-08T08:25:30")]
    [InlineData("2015-12-22T16:24:49", "PT20H", "2015-12-29T08:24:49")]
    [InlineData("2015-03-27T12:00:00", "PT15H", "2015-03-31T09:00:00")]
    public void WorkingHours_LeaveOutLunchAndDaysWithoutWork(string from, string within, string due) =>
        AssertDue(due, "Europe/Berlin", WithLunch, from, Parse(within));

    /// <summary>DeltaWorkingTime.t: how much of a time was working time, over Christmas, over the beginning of summer
    /// time and over lunch.</summary>
    [Theory]
    [InlineData(false, "2015-12-23T08:10:15", "2015-12-28T17:10:14", "PT56H59M59S")]
    [InlineData(false, "2016-03-26T22:24:39", "2016-03-28T23:24:39", "PT48H")]
    [InlineData(true, "2016-03-25T12:15:41", "2016-03-29T10:15:41", "PT16H")]
    [InlineData(true, "2016-03-24T12:15:41", "2016-03-30T10:15:41", "PT34H")]
    [InlineData(true, "2016-03-25T08:15:41", "2016-03-25T14:15:41", "PT5H")]
    [InlineData(true, "2015-03-26T17:00:00", "2015-03-27T09:00:00", "PT2H")]
    public void WorkingTime_BetweenTwoTimes_IsWhatElapsed(bool hasLunch, string from, string to, string elapsed)
    {
        var agreed = Agreed.Resolve(Duration.FromDays(300), Hours("Europe/Berlin", hasLunch ? WithLunch : null));
        var clock = Assert.Single(ClockEngine.Evaluate(
            Subject, agreed, Reported(Text("Europe/Berlin", from)).Moments, Wall("Europe/Berlin", to)));
        Assert.Equal(Parse(elapsed), clock.Elapsed);
    }

    /// <summary>Escalation Suspend: what was pending is not counted for the solution time. Created at eight with two
    /// hours, pending from nine to five past ten: due at five past eleven.</summary>
    [Fact]
    public void Pending_IsNotCountedForTheSolution() => Assert.Equal(
        At("2026-01-05T11:05:00Z"),
        Reported("2026-01-05T08:00:00Z").Held("2026-01-05T09:00:00Z").Resumed("2026-01-05T10:05:00Z")
            .Clock(Agreed.Resolve(Duration.FromHours(2)), "2026-01-05T10:05:00Z").DueAt);

    /// <summary>Escalation Suspend: what was pending counts against the first response only as long as there was none; a
    /// later one does not change it. The numbers are ours.</summary>
    [Fact]
    public void Pending_AfterTheFirstResponse_ChangesNothingAboutIt()
    {
        var agreed = Agreed.On(Metric.FirstResponse, Duration.FromHours(2));
        var ticket = Reported("2026-01-05T08:00:00Z").Held("2026-01-05T08:30:00Z").Resumed("2026-01-05T09:30:00Z")
            .Replied("2026-01-05T10:30:00Z");
        var answered = ticket.Clock(agreed, "2026-01-05T10:30:00Z");
        ticket.Held("2026-01-05T11:00:00Z").Resumed("2026-01-05T14:00:00Z");
        var later = ticket.Clock(agreed, "2026-01-05T15:00:00Z");
        Assert.Equal((ClockState.Met, Duration.FromMinutes(90)), (answered.State, answered.Elapsed));
        Assert.Equal((answered.DueAt, answered.Elapsed), (later.DueAt, later.Elapsed));
    }

    /// <summary>Znuny's manual: an SLA without a calendar is one of every hour of the year. The numbers are
    /// ours.</summary>
    [Fact]
    public void WithoutACalendarsHours_EveryHourCounts() =>
        AssertDue("2026-01-05T02:00:00", "UTC", null, "2026-01-03T02:00:00", Duration.FromHours(48));

    private static void AssertDue(string due, string zone, WeekHours? week, string from, Duration within) => Assert.Equal(
        Wall(zone, due),
        Reported(Text(zone, from)).Clock(Agreed.Resolve(within, Hours(zone, week)), Text(zone, from)).DueAt);

    private static BusinessHours Hours(string zone, WeekHours? week) => new(new(zone, week, Vacations));

    private static WeekHours Week(params OpenHours[] day) => new(day, day, day, day, day);

    private static Duration Parse(string period) =>
        PeriodPattern.NormalizingIso.Parse(period).Value.ToDuration();

    private static string Text(string zone, string wall) => InstantPattern.ExtendedIso.Format(Wall(zone, wall));

    /// <summary>Of a time that there is twice, the first.</summary>
    private static Instant Wall(string zone, string wall) => DateTimeZoneProviders.Tzdb[zone]
        .AtLeniently(LocalDateTimePattern.ExtendedIso.Parse(wall).Value).ToInstant();
}
