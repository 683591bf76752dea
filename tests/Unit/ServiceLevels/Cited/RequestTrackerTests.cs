using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;
using static ItsmServerless.Tests.Unit.ServiceLevels.Ticket;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Cited;

/// <summary>What Request Tracker makes of service levels: its manual (docs.bestpractical.com/rt/5.0.0/customizing/sla.html,
/// "Service Level Agreements") and the tests of its repository (github.com/bestpractical/rt, t/sla/).</summary>
/// <remarks>RT's Resolve is our <c>resolution</c>, its Response our <c>first_response</c> for the report and
/// <c>next_response</c> for what the requester writes later. Where RT's tests take the time of the run, the times here are
/// ours and the differences theirs. RT lets an SLA stand beside priorities; here a priority has a time of its own.</remarks>
public sealed class RequestTrackerTests
{
    private static readonly Duration TwoHours = Duration.FromHours(2);
    private static readonly OpenHours[] NineToFive = [new("09:00", "17:00")];

    /// <summary>The manual's basic example: standard is due eight hours after the report, urgent two.</summary>
    [Theory]
    [InlineData(Priority.P3, "2026-01-05T16:00:00Z")]
    [InlineData(Priority.P1, "2026-01-05T10:00:00Z")]
    public void RealMinutes_CountFromTheReport(Priority priority, string due)
    {
        var byPriority = new Dictionary<Priority, Duration> { [Priority.P1] = TwoHours };
        var agreed = Agreed.Resolve(Duration.FromHours(8)).With(agreement => agreement with
        {
            Targets = [new(Metric.Resolution, Duration.FromHours(8), byPriority)],
        });
        AssertDue(due, Reported("2026-01-05T08:00:00Z", priority), agreed, "2026-01-05T08:00:00Z");
    }

    /// <summary>business_hours.t: an hour of business time, reported at the first minute of Monday, 2007-01-01: with
    /// hours on Sundays alone it is due on the Sunday at ten, with hours on Mondays the same day at ten.</summary>
    [Theory]
    [InlineData(IsoDayOfWeek.Sunday, "2007-01-07T10:00:00Z")]
    [InlineData(IsoDayOfWeek.Monday, "2007-01-01T10:00:00Z")]
    public void BusinessMinutes_CountInTheHoursOfTheLevel(IsoDayOfWeek day, string due)
    {
        var week = day == IsoDayOfWeek.Sunday ? new WeekHours(Sunday: NineToFive) : new WeekHours(NineToFive);
        var agreed = Agreed.Resolve(Duration.FromHours(1), new(new("UTC", week, [])));
        AssertDue(due, Reported("2007-01-01T00:00:00Z"), agreed, "2007-01-01T00:00:00Z");
    }

    /// <summary>timezone.t: two hours of RT's usual business time (nine to six on weekdays), reported at ten in the
    /// evening UTC: an hour before closing in New York, at night in Moscow.</summary>
    [Theory]
    [InlineData("America/New_York", "2007-01-02T15:00:00Z")]
    [InlineData("Europe/Moscow", "2007-01-02T08:00:00Z")]
    public void BusinessMinutes_CountInTheZoneOfTheQueue(string zone, string due)
    {
        var agreed = Agreed.Resolve(TwoHours, new(new(zone, Agreed.Weekdays("09:00", "18:00"), [])));
        AssertDue(due, Reported("2007-01-01T22:00:00Z"), agreed, "2007-01-01T22:00:00Z");
    }

    /// <summary>due.t: a ticket that gets a level of four hours after one of two is due two hours later.</summary>
    [Fact]
    public void AnotherLevel_AimsAnew_FromTheReport()
    {
        var byPriority = new Dictionary<Priority, Duration> { [Priority.P4] = Duration.FromHours(4) };
        var agreed = Agreed.Resolve(TwoHours).With(agreement => agreement with
        {
            Targets = [new(Metric.Resolution, TwoHours, byPriority)],
        });
        var ticket = Reported("2026-01-05T08:00:00Z");
        AssertDue("2026-01-05T10:00:00Z", ticket, agreed, "2026-01-05T08:20:00Z");
        AssertDue("2026-01-05T12:00:00Z", ticket.Became("2026-01-05T08:30:00Z", Priority.P4), agreed, "2026-01-05T09:00:00Z");
    }

    /// <summary>due.t: an answer ends the wait for one; what the requester writes next begins another, and their second
    /// question does not move it.</summary>
    [Fact]
    public void Response_IsDueFromTheOldestQuestion_ThatNobodyAnswered()
    {
        var first = Agreed.On(Metric.FirstResponse, TwoHours);
        var next = Agreed.On(Metric.NextResponse, TwoHours);
        var ticket = Reported("2026-01-05T08:00:00Z");
        AssertDue("2026-01-05T10:00:00Z", ticket, first, "2026-01-05T08:00:00Z");
        ticket.Replied("2026-01-05T09:00:00Z");
        Assert.Equal(ClockState.Met, ticket.Clock(first, "2026-01-05T09:30:00Z").State);
        Assert.Empty(ticket.Clocks(next, "2026-01-05T09:30:00Z"));
        AssertDue("2026-01-05T13:00:00Z", ticket.Asked("2026-01-05T11:00:00Z"), next, "2026-01-05T11:00:00Z");
        AssertDue("2026-01-05T13:00:00Z", ticket.Asked("2026-01-05T11:30:00Z"), next, "2026-01-05T11:30:00Z");
    }

    /// <summary>due.t: what either side writes does not move the time to resolve.</summary>
    [Fact]
    public void Resolve_IsNotMovedByReplies() => AssertDue(
        "2026-01-05T10:00:00Z",
        Reported("2026-01-05T08:00:00Z").Replied("2026-01-05T08:10:00Z").Asked("2026-01-05T08:20:00Z"),
        Agreed.Resolve(TwoHours), "2026-01-05T08:30:00Z");

    /// <summary>ignore-on-statuses.t: a stalled ticket has no due time; with ExcludeTimeOnIgnoredStatuses it is due later
    /// afterwards by as long as it was stalled. Our holds always exclude their time.</summary>
    [Fact]
    public void Stalled_HasNoDueTime_AndIsDueLaterByTheStall()
    {
        var agreed = Agreed.On(Metric.FirstResponse, TwoHours);
        var ticket = Reported("2026-01-05T08:00:00Z").Held("2026-01-05T08:30:00Z");
        Assert.Null(ticket.Clock(agreed, "2026-01-05T08:31:00Z").DueAt);
        AssertDue("2026-01-05T10:00:01Z", ticket.Resumed("2026-01-05T08:30:01Z"), agreed, "2026-01-05T08:31:00Z");
    }

    private static void AssertDue(string due, Ticket ticket, Commitment agreed, string now) =>
        Assert.Equal(At(due), ticket.Clock(agreed, now).DueAt);
}
