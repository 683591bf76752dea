using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>Four hours were agreed; from a recalculation on it is another time. Expected times are counted by
/// hand.</summary>
public sealed class RecalculationTests
{
    private static readonly Commitment Gold = Agreed.Resolve(Duration.FromHours(4));
    private static readonly IncidentResolved Resolved = new("fixed", "Restarted.");
    private static readonly ClockRecalculated Recalculated = new("gold", 2, 1, "rcl_1");

    private static readonly Recalculation Running = new(
        new("rcl_1"), "gold", 1, new("rcl_2"), 2, 1, Ticket.At("2026-01-01T00:00:00Z"), false, RecalculationState.Running, 0,
        null, RecalculationDifference.None, Ticket.At("2026-01-06T00:00:00Z"), null);

    [Fact]
    public void Result_OfBefore_StaysBesideTheNewOne()
    {
        var life = Life(Met("2026-01-05T10:00:00Z"), "2026-02-02T08:00:00Z", hours: 1);
        var results = IncidentResults.Of(life, Ticket.At("2026-02-03T00:00:00Z"));
        Assert.Equal(
            [("Breached", 2, false, 2), ("Met", 1, true, 1)],
            results.Select(filed => ($"{filed.Result.State}", filed.Result.Version, filed.IsSuperseded, filed.Result.AgreementVersion)));
    }

    [Fact]
    public void Result_ThatOnlyTheNumbersChangeOf_IsTheSameVersion()
    {
        var result = Assert.Single(IncidentResults.Of(
            Life(Met("2026-01-05T10:00:00Z"), "2026-02-02T08:00:00Z", hours: 4), Ticket.At("2026-02-03T00:00:00Z")));
        Assert.Equal((1, false, 2), (result.Result.Version, result.IsSuperseded, result.Result.AgreementVersion));
    }

    [Fact]
    public void Past_IsAnsweredAsItWas()
    {
        var life = Life(Met("2026-01-05T10:00:00Z"), "2026-02-02T08:00:00Z", hours: 1);
        Assert.Equal(ClockState.Met, Assert.Single(life.Clocks(Ticket.At("2026-02-02T07:59:59Z"))).State);
        Assert.Equal(ClockState.Breached, Assert.Single(life.Clocks(Ticket.At("2026-02-02T08:00:00Z"))).State);
    }

    [Fact]
    public void Steps_ThatLieBeforeTheRecalculation_AreNotDone()
    {
        var now = Ticket.At("2026-01-06T00:00:00Z");
        Assert.Empty(Life(Met("2026-01-05T10:00:00Z"), "2026-01-05T12:00:00Z", hours: 1).Ahead(now));
        Assert.Empty(Life(Story.Reported("2026-01-05T08:00:00Z"), "2026-01-05T10:00:00Z", hours: 1).Ahead(now));
        var ahead = Life(Story.Reported("2026-01-05T08:00:00Z"), "2026-01-05T10:00:00Z", hours: 8).Ahead(now);
        Assert.Equal(
            [Ticket.At("2026-01-05T14:00:00Z"), Ticket.At("2026-01-05T16:00:00Z")], ahead.Select(pair => pair.Step.ActAt));
    }

    [Fact]
    public void Step_DoneUnderAnotherCalendar_IsDoneAgainUnderTheNew_WithAnotherId()
    {
        var warned = new ClockWarned(
            $"clk_{Ticket.Subject}.gold.resolution", "gold", 1, "sla", "resolution", 75, Ticket.At("2026-01-03T12:00:00Z"), [],
            Duration.FromHours(4));
        var story = Story.Reported("2026-01-03T08:00:00Z").Then("2026-01-03T11:00:00Z", warned);
        var (was, _) = (story.Life(Gold).Ahead(Ticket.At("2026-01-03T11:00:00Z")).First(), 0);
        var life = Life(story, "2026-01-03T11:30:00Z", hours: 4, Agreed.Office); // A Saturday: the office opens on Monday.
        var (clock, step) = life.Ahead(Ticket.At("2026-01-03T11:30:00Z")).First();
        Assert.Equal((75m, Ticket.At("2026-01-05T11:00:00Z")), (step.Percent, step.ActAt));
        Assert.Equal(100m, was.Step.Percent);
        Assert.NotEqual(
            new ActOnStep(clock with { Commitment = Gold }, step).Id, new ActOnStep(clock, step).Id);
    }

    [Fact]
    public void Difference_CountsWhatStandsOtherwise()
    {
        var life = Met("2026-01-05T10:00:00Z").Life(Gold);
        var after = life.Under(New(1));
        var clocks = RecalculatedClock.Compare(life, after, "gold", Ticket.At("2026-01-06T00:00:00Z"));
        Assert.Equal(new(1, 1, 1, new(1, 0), new(0, 1)), RecalculationDifference.Of(clocks));
        var same = RecalculatedClock.Compare(life, life.Under(New(4)), "gold", Ticket.At("2026-01-06T00:00:00Z"));
        Assert.Equal(new(1, 1, 0, new(1, 1), new(0, 0)), RecalculationDifference.Of(same));
    }

    [Fact]
    public void Start_WhileAnotherRuns_IsRefused_NamingIt()
    {
        var refused = Start(Running, "2026-01-01T00:00:00Z").Refusal!;
        Assert.Equal(ProblemCode.InProgress, refused.Code);
        Assert.Contains("rcl_1", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_FromTheFuture_IsRefused() =>
        Assert.Equal("future", Assert.Single(Start(null, "2026-01-07T00:00:00Z").Refusal!.Errors).Code);

    [Fact]
    public void Event_IsNoUpdateOfTheIncident()
    {
        var story = Met("2026-01-05T10:00:00Z").Then("2026-02-02T08:00:00Z", Recalculated);
        var incident = story.History.Aggregate((Incident?)null, Incident.Apply)!;
        Assert.Equal((Ticket.At("2026-01-05T10:00:00Z"), 3), (incident.UpdatedAt, incident.Version));
    }

    private static Decision<RecalculationEvent> Start(Recalculation? existing, string from) => StartRecalculation.Decide(
        existing, new(Ticket.At(from)),
        new("gold", 1, new("rcl_2"), 2, 1, Ticket.At(from), false), Ticket.At("2026-01-06T00:00:00Z"));

    private static Story Met(string at) => Story.Reported("2026-01-05T08:00:00Z").Then(at, Resolved);

    private static Commitment New(int hours, BusinessHours? calendar = null) =>
        Agreed.Resolve(Duration.FromHours(hours), calendar).With(gold => gold with { Version = 2 });

    private static IncidentLife Life(Story story, string recalculatedAt, int hours, BusinessHours? calendar = null)
    {
        var history = story.Then(recalculatedAt, Recalculated).History;
        var terms = new Terms(null, [Gold]);
        return new(Ticket.Subject, history, [terms, terms.After(New(hours, calendar), new("rcl_1", history[^1].At, history.Count))]);
    }
}
