using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;
using static ItsmServerless.Tests.Unit.ServiceLevels.Ticket;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Cited;

/// <summary>What ServiceNow's pages say about schedules, pauses and retroactive starts of task SLAs; the page stands at each
/// test.</summary>
/// <remarks>A task SLA is our clock, its schedule our calendar, its breach time our due time. ServiceNow starts a clock
/// when its condition becomes true and counts from earlier only where "retroactive start" is set; ours always counts from
/// the report, which is that setting with "retroactive pause".</remarks>
public sealed class ServiceNowTests
{
    private static readonly BusinessHours NineToFive = Weekdays("09:00", "17:00");
    private static readonly BusinessHours EightToFive = Weekdays("08:00", "17:00");

    private static readonly Commitment Critical = Agreed.Resolve(Duration.FromHours(4)).With(
        agreement => agreement with { Match = Match.All with { Priority = [Priority.P1] } });

    /// <summary>"SLA duration types" (servicenow.com/docs, Xanadu, c_SLADuration): ten hours from half past ten without a
    /// schedule end at half past eight in the evening. The date is ours.</summary>
    [Fact]
    public void Duration_WithoutASchedule_IsTimeThatPasses() => Assert.Equal(
        At("2026-01-05T20:30:00Z"), Due(Reported("2026-01-05T10:30:00Z"), Agreed.Resolve(Duration.FromHours(10))));

    /// <summary>"SLA duration and schedules" (docs.servicenow.com, Jakarta, c_SLATimingsAndSchedules): a duration of a
    /// day, which is 24 hours, takes three working days from nine to five. The dates are ours: from Monday morning to
    /// Wednesday evening.</summary>
    [Fact]
    public void Duration_OfADay_IsTwentyFourHoursOfTheSchedule() => Assert.Equal(
        At("2026-01-07T17:00:00Z"),
        Due(Reported("2026-01-05T09:00:00Z"), Agreed.Resolve(Duration.FromHours(24), NineToFive)));

    /// <summary>"Understanding my SLAs, Part II" (community.servicenow.com): opened on Friday, December 12, at 20:49, after
    /// hours of eight to five; on Monday at 9:44 an hour and 44 minutes of business time have elapsed. The year is 2014,
    /// when that was a Friday. The page's percentage (18) is not that of its own eight hours and is left out.</summary>
    [Fact]
    public void BusinessElapsed_LeavesOutTheNightAndTheWeekend() => Assert.Equal(
        Duration.FromMinutes(104),
        Reported("2014-12-12T20:49:00Z").Clock(Agreed.Resolve(Duration.FromHours(8), EightToFive), "2014-12-15T09:44:00Z").Elapsed);

    /// <summary>The same page: actual time does not; without a schedule the two are one.</summary>
    [Fact]
    public void ActualElapsed_CountsEveryHour() => Assert.Equal(
        Duration.FromMinutes((60 * 60) + 55),
        Reported("2014-12-12T20:49:00Z").Clock(Agreed.Resolve(Duration.FromHours(8)), "2014-12-15T09:44:00Z").Elapsed);

    /// <summary>"Considerations about Pause in Service Level Agreements" (KB0550783): while it is paused the planned end
    /// cannot be known, and is worked out when it resumes. The numbers are ours.</summary>
    [Fact]
    public void PlannedEnd_IsNotKnownWhilePaused()
    {
        var ticket = Reported("2026-01-05T09:00:00Z").Held("2026-01-05T10:00:00Z");
        var agreed = Agreed.Resolve(Duration.FromHours(4), NineToFive);
        Assert.Null(ticket.Clock(agreed, "2026-01-05T16:00:00Z").DueAt);
        Assert.Equal(At("2026-01-06T11:00:00Z"), Due(ticket.Resumed("2026-01-05T16:00:00Z"), agreed));
    }

    /// <summary>"Understanding my SLAs, Part III — Pause Times" (servicenow.com/community) asks what becomes of a pause that
    /// begins at night and ends by day: of it, the time in the schedule alone moves the breach. The numbers are
    /// ours.</summary>
    [Fact]
    public void APauseThatBeginsAtNight_MovesTheBreachByItsBusinessTime() => Assert.Equal(
        At("2026-01-06T15:00:00Z"),
        Due(
            Reported("2026-01-05T15:00:00Z").Held("2026-01-06T02:00:00Z").Resumed("2026-01-06T12:00:00Z"),
            Agreed.Resolve(Duration.FromHours(5), EightToFive)));

    /// <summary>Retroactive start (servicenow.com/community, "What is retroactive in service now", after the product's
    /// page): raised with priority 3, critical after three hours; the critical SLA counts from when it was raised. Its four
    /// hours are ours.</summary>
    [Fact]
    public void RetroactiveStart_CountsFromWhenItWasRaised()
    {
        var ticket = Reported("2026-01-05T08:00:00Z").Became("2026-01-05T11:00:00Z", Priority.P1);
        var clock = ticket.Clock(Critical, "2026-01-05T11:00:00Z");
        Assert.Equal((At("2026-01-05T08:00:00Z"), At("2026-01-05T12:00:00Z")), (clock.StartedAt, clock.DueAt));
        Assert.Equal(Duration.FromHours(3), clock.Elapsed);
    }

    /// <summary>"Use SLA retroactive pause" (docs.servicenow.com, Helsinki, t_UseRetroactivePause): the pauses from the
    /// retroactive start until now move the breach as well. The numbers are ours.</summary>
    [Fact]
    public void RetroactivePause_MovesTheBreach() => Assert.Equal(
        At("2026-01-05T13:00:00Z"),
        Due(
            Reported("2026-01-05T08:00:00Z").Held("2026-01-05T09:00:00Z").Resumed("2026-01-05T10:00:00Z")
                .Became("2026-01-05T11:00:00Z", Priority.P1),
            Critical));

    /// <summary>"Defining a Schedule for an SLA" (wiki.servicenow.com): a group that works from noon to five, Monday to
    /// Thursday, in Pacific time; nothing else is tracked. The numbers are ours: six hours from Wednesday at four reach
    /// Thursday's end, and a seventh Monday at one.</summary>
    [Theory]
    [InlineData(6, "2026-01-09T01:00:00Z")]
    [InlineData(7, "2026-01-12T21:00:00Z")]
    public void Schedule_OfAGroup_CountsItsHoursInItsZone(int hours, string due)
    {
        OpenHours[] day = [new("12:00", "17:00")];
        var database = new BusinessHours(new("America/Los_Angeles", new(day, day, day, day), []));
        Assert.Equal(
            At(due), Due(Reported("2026-01-08T00:00:00Z"), Agreed.Resolve(Duration.FromHours(hours), database)));
    }

    private static Instant? Due(Ticket ticket, Commitment agreed) => Assert.Single(
        ClockEngine.Evaluate(Subject, agreed, ticket.Moments, ticket.Moments[^1].At)).DueAt;

    private static BusinessHours Weekdays(string from, string to) => new(new("UTC", Agreed.Weekdays(from, to), []));
}
