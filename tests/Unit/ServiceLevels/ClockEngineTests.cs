using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;
using static ItsmServerless.Tests.Unit.ServiceLevels.Ticket;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>2026-01-05 is a Monday; Berlin is an hour ahead of UTC then.</summary>
public sealed class ClockEngineTests
{
    private static readonly Commitment TwoHours = Agreed.Resolve(Duration.FromHours(2));

    /// <summary>Created 08:00, two hours, pending 09:00 to 10:05 → due 11:05: what was suspended is not counted for the
    /// solution time (OTRS, "Escalation Suspend", doc.otrs.com).</summary>
    [Fact]
    public void Due_AfterAPause_IsLaterByThePause()
    {
        var clock = Reported("2026-01-05T08:00:00Z").Held("2026-01-05T09:00:00Z").Resumed("2026-01-05T10:05:00Z")
            .Clock(TwoHours, "2026-01-05T10:30:00Z");
        Assert.Equal((ClockState.Running, At("2026-01-05T11:05:00Z")), (clock.State, clock.DueAt));
        Assert.Equal(Duration.FromMinutes(85), clock.Elapsed);
        Assert.Equal(Duration.FromMinutes(35), clock.Remaining);
    }

    /// <summary>Only business time counts (Request Tracker, "Service Level Agreements", BusinessMinutes): of four hours
    /// from an hour before closing, three are left for the next day.</summary>
    [Fact]
    public void Due_AcrossTheNight_GoesOnInTheMorning() => Assert.Equal(
        At("2026-01-06T11:00:00Z"),
        Reported("2026-01-05T15:00:00Z").Clock(Agreed.Resolve(Duration.FromHours(4), Agreed.Office), "2026-01-05T15:00:00Z").DueAt);

    [Fact]
    public void Clock_OfAReportAtNight_BeginsToCountInTheMorning()
    {
        var clock = Reported("2026-01-05T03:00:00Z")
            .Clock(Agreed.Resolve(Duration.FromHours(1), Agreed.Office), "2026-01-05T08:30:00Z");
        Assert.Equal((At("2026-01-05T09:00:00Z"), Duration.FromMinutes(30)), (clock.DueAt, clock.Elapsed));
    }

    [Fact]
    public void Paused_HasNoDueTime_AndDoesNotCount()
    {
        var clock = Reported("2026-01-05T08:00:00Z").Held("2026-01-05T09:00:00Z").Clock(TwoHours, "2026-01-06T09:00:00Z");
        Assert.Equal((ClockState.Paused, null, Duration.FromHours(1)), (clock.State, clock.DueAt, clock.Elapsed));
    }

    [Fact]
    public void Hold_ForAReasonTheAgreementDoesNotName_DoesNotPause() => Assert.Equal(
        ClockState.Running,
        Reported("2026-01-05T08:00:00Z").Held("2026-01-05T09:00:00Z", HoldReason.AwaitingSupplier)
            .Clock(TwoHours, "2026-01-05T09:30:00Z").State);

    [Fact]
    public void Hold_WithAnAgreementThatNeverPauses_DoesNotPause() => Assert.Equal(
        ClockState.Running,
        Reported("2026-01-05T08:00:00Z").Held("2026-01-05T09:00:00Z")
            .Clock(TwoHours.With(agreement => agreement with { PauseWhile = [] }), "2026-01-05T09:30:00Z").State);

    [Theory]
    [InlineData("2026-01-05T09:59:59.999Z", ClockState.Running)]
    [InlineData("2026-01-05T10:00:00Z", ClockState.Breached)]
    public void Running_IsBreachedFromTheDueTimeOn(string now, ClockState expected) =>
        Assert.Equal(expected, Reported("2026-01-05T08:00:00Z").Clock(TwoHours, now).State);

    [Theory]
    [InlineData("2026-01-05T10:00:00Z", ClockState.Met)]
    [InlineData("2026-01-05T10:00:00.001Z", ClockState.Breached)]
    public void Stopped_IsMetUpToTheDueTime(string resolved, ClockState expected)
    {
        var clock = Reported("2026-01-05T08:00:00Z").Resolved(resolved).Clock(TwoHours, "2026-01-07T10:00:00Z");
        Assert.Equal((expected, At("2026-01-05T10:00:00Z"), At(resolved)), (clock.State, clock.DueAt, clock.StoppedAt));
    }

    /// <summary>Stopped at the due time it is met; going on it is overdue from then on, though due before.</summary>
    [Fact]
    public void Reopened_AfterAStopAtTheDueTime_IsBreachedWhenItGoesOn()
    {
        var clock = Reported("2026-01-05T08:00:00Z").Resolved("2026-01-05T10:00:00Z").Reopened("2026-01-05T12:00:00Z")
            .Clock(TwoHours, "2026-01-05T12:00:00Z");
        Assert.Equal(
            (ClockState.Breached, At("2026-01-05T10:00:00Z"), At("2026-01-05T12:00:00Z")),
            (clock.State, clock.DueAt, clock.BreachedAt));
    }

    [Fact]
    public void Stopped_InTheNightAfterADueTimeAtClosing_IsBreached() => Assert.Equal(
        ClockState.Breached,
        Reported("2026-01-05T15:00:00Z").Resolved("2026-01-05T20:00:00Z")
            .Clock(Agreed.Resolve(Duration.FromHours(1), Agreed.Office), "2026-01-06T00:00:00Z").State);

    [Fact]
    public void Reopened_GoesOnWithWhatHasElapsed()
    {
        var clock = Reported("2026-01-05T08:00:00Z").Resolved("2026-01-05T09:00:00Z").Reopened("2026-01-05T12:00:00Z")
            .Clock(TwoHours, "2026-01-05T12:30:00Z");
        Assert.Equal((ClockState.Running, At("2026-01-05T13:00:00Z"), null), (clock.State, clock.DueAt, clock.StoppedAt));
        Assert.Equal(75m, clock.Percent);
    }

    [Theory]
    [InlineData("2026-01-05T09:00:00Z", ClockState.Cancelled)]
    [InlineData("2026-01-05T11:00:00Z", ClockState.Breached)]
    public void Cancelled_EndsTheClock_UnlessItWasOverdue(string cancelled, ClockState expected)
    {
        var clock = Reported("2026-01-05T08:00:00Z").Cancelled(cancelled).Clock(TwoHours, "2026-01-07T10:00:00Z");
        Assert.Equal((expected, At(cancelled)), (clock.State, clock.StoppedAt));
    }

    /// <summary>The time that it was merged is not counted: an hour before it and half an hour after make 75 %.</summary>
    [Fact]
    public void Unmerged_GoesOnWithWhatHasElapsed()
    {
        var clock = Reported("2026-01-05T08:00:00Z").Cancelled("2026-01-05T09:00:00Z").Unmerged("2026-01-05T12:00:00Z")
            .Clock(TwoHours, "2026-01-05T12:30:00Z");
        Assert.Equal((ClockState.Running, At("2026-01-05T13:00:00Z"), 75m), (clock.State, clock.DueAt, clock.Percent));
    }

    [Fact]
    public void Unmerged_OfWhatWasResolved_StaysStopped() => Assert.Equal(
        ClockState.Met,
        Reported("2026-01-05T08:00:00Z").Resolved("2026-01-05T09:00:00Z").Cancelled("2026-01-05T10:00:00Z")
            .Unmerged("2026-01-05T12:00:00Z").Clock(TwoHours, "2026-01-07T10:00:00Z").State);

    [Fact]
    public void FirstResponse_StopsAtTheFirstReply_AndStaysStopped()
    {
        var clock = Reported("2026-01-05T08:00:00Z").Asked("2026-01-05T08:10:00Z").Replied("2026-01-05T08:30:00Z")
            .Replied("2026-01-05T08:50:00Z").Resolved("2026-01-05T09:00:00Z").Reopened("2026-01-05T12:00:00Z")
            .Clock(Agreed.On(Metric.FirstResponse, Duration.FromHours(1)), "2026-01-07T10:00:00Z");
        Assert.Equal((ClockState.Met, At("2026-01-05T08:30:00Z")), (clock.State, clock.StoppedAt));
    }

    [Fact]
    public void FirstResponse_StopsAtTheResolution() => Assert.Equal(
        At("2026-01-05T08:40:00Z"),
        Reported("2026-01-05T08:00:00Z").Resolved("2026-01-05T08:40:00Z")
            .Clock(Agreed.On(Metric.FirstResponse, Duration.FromHours(1)), "2026-01-07T10:00:00Z").StoppedAt);

    [Fact]
    public void NextResponse_HasAClockForEveryRound_FromTheOldestUnanswered()
    {
        var clocks = Reported("2026-01-05T08:00:00Z").Asked("2026-01-05T09:00:00Z").Asked("2026-01-05T09:10:00Z")
            .Replied("2026-01-05T09:30:00Z").Replied("2026-01-05T09:40:00Z").Asked("2026-01-05T10:00:00Z")
            .Clocks(Agreed.On(Metric.NextResponse, Duration.FromHours(1)), "2026-01-05T11:30:00Z");
        Assert.Equal(
            [(ClockState.Met, At("2026-01-05T09:00:00Z")), (ClockState.Breached, At("2026-01-05T10:00:00Z"))],
            clocks.Select(clock => (clock.State, clock.StartedAt)));
        Assert.Equal(
            [$"clk_{Subject}.gold.next_response.1", $"clk_{Subject}.gold.next_response.2"], clocks.Select(clock => clock.Id));
    }

    [Fact]
    public void NextResponse_WithoutAQuestion_HasNoClock() => Assert.Empty(
        Reported("2026-01-05T08:00:00Z").Clocks(Agreed.On(Metric.NextResponse, Duration.FromHours(1)), "2026-01-05T11:30:00Z"));

    [Fact]
    public void Priority_ReAimsTheRunningClock_AndKeepsWhatHasElapsed()
    {
        var clock = Reported("2026-01-05T08:00:00Z").Became("2026-01-05T08:20:00Z", Priority.P1)
            .Clock(ByPriority(), "2026-01-05T08:25:00Z");
        Assert.Equal((Duration.FromMinutes(30), At("2026-01-05T08:30:00Z")), (clock.Within, clock.DueAt));
        Assert.Equal(Duration.FromMinutes(25), clock.Elapsed);
    }

    [Fact]
    public void Priority_WhoseTimeIsOverAlready_BreachesWhenItIsSet_NotBefore()
    {
        var clock = Reported("2026-01-05T08:00:00Z").Became("2026-01-05T09:00:00Z", Priority.P1)
            .Clock(ByPriority(), "2026-01-05T09:00:00Z");
        Assert.Equal(
            (ClockState.Breached, At("2026-01-05T08:30:00Z"), At("2026-01-05T09:00:00Z")),
            (clock.State, clock.DueAt, clock.BreachedAt));
        Assert.All(clock.Steps, step => Assert.Equal(At("2026-01-05T09:00:00Z"), step.ActAt));
    }

    [Fact]
    public void Agreement_ThatIsNotAboutTheRecord_HasNoClock() =>
        Assert.Empty(Reported("2026-01-05T08:00:00Z").Clocks(ForP1(), "2026-01-05T09:00:00Z"));

    [Fact]
    public void Agreement_ThatComesToBeAboutTheRecord_CountsFromTheReport()
    {
        var clock = Reported("2026-01-05T08:00:00Z").Became("2026-01-05T09:00:00Z", Priority.P1)
            .Clock(ForP1(), "2026-01-05T09:30:00Z");
        Assert.Equal((At("2026-01-05T08:00:00Z"), Duration.FromMinutes(90)), (clock.StartedAt, clock.Elapsed));
    }

    [Fact]
    public void Agreement_ThatIsNoLongerAboutTheRecord_EndsItsClock()
    {
        var clock = Reported("2026-01-05T08:00:00Z", Priority.P1).Became("2026-01-05T09:00:00Z", Priority.P4)
            .Resolved("2026-01-05T11:00:00Z").Clock(ForP1(), "2026-01-05T12:00:00Z");
        Assert.Equal((ClockState.Cancelled, At("2026-01-05T09:00:00Z")), (clock.State, clock.StoppedAt));
    }

    [Fact]
    public void Steps_ByDefault_AreAWarningAtThreeQuarters_AndTheBreach()
    {
        var clock = Reported("2026-01-05T08:00:00Z").Clock(TwoHours, "2026-01-05T08:00:00Z");
        Assert.Equal(
            [(0.75m, At("2026-01-05T09:30:00Z")), (1m, At("2026-01-05T10:00:00Z"))],
            clock.Steps.Select(step => (step.At.Share, step.ActAt)));
        Assert.All(clock.Steps, step => Assert.Equal(["desk"], step.Notify));
    }

    [Fact]
    public void Steps_OfAnAgreementWithoutABreachStep_HaveOneAllTheSame()
    {
        var half = TwoHours.With(agreement => agreement with { Escalations = [new(Metric.Resolution, StepTime.At(0.5m), ["a@b.example"])] });
        var steps = Reported("2026-01-05T08:00:00Z").Clock(half, "2026-01-05T08:00:00Z").Steps;
        Assert.Equal([0.5m, 1m], steps.Select(step => step.At.Share));
    }

    [Theory]
    [InlineData("2026-01-05T09:45:00Z", 0)] // a warning can wait until work goes on
    [InlineData("2026-01-05T10:45:00Z", 1)]
    public void Steps_WhilePaused_AreTheBreachAlone(string held, int expected) => Assert.Equal(
        expected, Reported("2026-01-05T08:00:00Z").Held(held).Clock(TwoHours, "2026-01-05T12:00:00Z").Steps.Count);

    [Fact]
    public void Steps_AfterAPause_IncludeAWarningThatWasDueBefore() => Assert.Equal(
        [0.75m, 1m],
        Reported("2026-01-05T08:00:00Z").Held("2026-01-05T09:45:00Z").Resumed("2026-01-05T11:00:00Z")
            .Clock(TwoHours, "2026-01-05T11:00:00Z").Steps.Select(step => step.At.Share));

    [Theory]
    [InlineData("2026-01-05T09:45:00Z", 0)] // met: the warning is of no use any more
    [InlineData("2026-01-05T10:45:00Z", 1)] // breached: that is a fact to be written down
    public void Steps_OfAStoppedClock_AreItsBreachAlone(string resolved, int expected) => Assert.Equal(
        expected, Reported("2026-01-05T08:00:00Z").Resolved(resolved).Clock(TwoHours, "2026-01-05T12:00:00Z").Steps.Count);

    [Fact]
    public void Percent_IsCut_SoThat100IsNeverEarly() => Assert.Equal(
        99.99m, Reported("2026-01-05T08:00:00Z").Clock(TwoHours, "2026-01-05T09:59:59.999Z").Percent);

    [Fact]
    public void Explain_NamesTheCauseOfEveryPart()
    {
        var ticket = Reported("2026-01-05T15:00:00Z").Held("2026-01-06T09:00:00Z").Resumed("2026-01-06T10:00:00Z");
        var commitment = Agreed.Resolve(Duration.FromHours(8), Agreed.Office);
        var explained = Assert.Single(ClockEngine.Explain(Subject, commitment, ticket.Moments, At("2026-01-06T11:00:00Z")));
        Assert.Equal(
            [
                (IntervalKind.Counting, "monday 09:00-17:00"), (IntervalKind.Closed, "outside hours"),
                (IntervalKind.Counting, "tuesday 09:00-17:00"), (IntervalKind.Paused, $"inc_{Subject}/2"),
                (IntervalKind.Counting, "tuesday 09:00-17:00"),
            ],
            explained.Intervals.Select(interval => (interval.Kind, interval.Cause)));
    }

    private static Commitment ByPriority() => Agreed.Resolve(Duration.FromHours(8)).With(agreement => agreement with
    {
        Targets = [new(Metric.Resolution, Duration.FromHours(8), new Dictionary<Priority, Duration> { [Priority.P1] = Duration.FromMinutes(30) })],
    });

    private static Commitment ForP1() =>
        Agreed.Resolve(Duration.FromHours(4)).With(agreement => agreement with { Match = new([Priority.P1], [], []) });
}
