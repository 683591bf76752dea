using CsCheck;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>The agreement allows four hours round the clock for a resolution. Expected times are counted by
/// hand.</summary>
public sealed class IncidentResultsTests
{
    private const string Clock = $"clk_{Ticket.Subject}.gold.resolution";

    private static readonly Commitment Gold = Agreed.Resolve(Duration.FromHours(4));
    private static readonly IncidentResolved Resolved = new("fixed", "Restarted.");
    private static readonly Instant Later = Ticket.At("2027-01-01T00:00:00Z");

    [Fact]
    public void Resolved_InTime_IsMet_AndTellsWhoseTimeItWas()
    {
        var result = Only(Story.Reported("2026-01-31T20:00:00Z")
            .Then("2026-01-31T21:00:00Z", new IncidentHeld(HoldReason.AwaitingRequester, null))
            .Then("2026-01-31T23:30:00Z", new IncidentResumed(Because.RequesterReplied))
            .Then("2026-02-01T01:00:00Z", Resolved));
        Assert.Equal((ClockState.Met, Ticket.At("2026-02-01T01:00:00Z")), (result.State, result.DecidedAt));
        Assert.Equal(("INC-000001", 1, Priority.P3, "mail", "desk"),
            (result.Number, result.Version, result.Priority, result.Service, result.Group));
        Assert.Equal(Duration.FromHours(2.5), result.Elapsed);
        Assert.Equal([new(HolderKind.Group, "desk", Duration.FromHours(2.5))], result.Counted);
        Assert.Equal([new(HolderKind.Requester, null, Duration.FromHours(2.5))], result.Paused);
    }

    [Fact]
    public void Breached_AndStillRunning_IsWhatItWasAtTheBreach()
    {
        var story = Story.Reported("2026-01-31T21:00:00Z");
        var result = Only(story);
        Assert.Equal((ClockState.Breached, Ticket.At("2026-02-01T01:00:00Z")), (result.State, result.DecidedAt));
        Assert.Equal((null, Duration.FromHours(4)), (result.StoppedAt, result.Elapsed));
        Assert.Equal(result.Clock, Only(story.Then("2026-02-02T01:00:00Z", Resolved)).Clock);
        Assert.Equal(Duration.FromHours(28), Only(story).Elapsed);
    }

    [Fact]
    public void Priority_IsThatOfTheDecision_NotTheOneTheBreachRaisedItTo()
    {
        var breached = Story.Reported("2026-01-05T08:00:00Z")
            .Then("2026-01-05T09:00:00Z", new IncidentEdited { Priority = Priority.P2 })
            .Then("2026-01-05T12:00:00Z", Breach(), new IncidentEscalated(Priority.P1, Clock), new IncidentAssigned(null, "second"));
        var result = Only(breached);
        Assert.Equal((Priority.P2, "desk"), (result.Priority, result.Group));
    }

    [Fact]
    public void Cancelled_HasNoResult() => Assert.Empty(Of(
        Story.Reported("2026-01-05T08:00:00Z").Then("2026-01-05T09:00:00Z", new IncidentCancelled("Not ours."))));

    [Fact]
    public void Reopened_HasNoResult_ButItsOldMonthIsRemembered()
    {
        var story = Story.Reported("2026-01-31T23:00:00Z")
            .Then("2026-01-31T23:30:00Z", Resolved)
            .Then("2026-02-02T08:00:00Z", new IncidentReopened("Down again.", Because.Agent));
        var (now, life) = (Ticket.At("2026-02-02T08:30:00Z"), story.Life(Gold));
        Assert.Empty(IncidentResults.Of(life, now));
        Assert.Equal([new YearMonth(2026, 1)], IncidentResults.Months(life, []));
    }

    [Fact]
    public void NothingDecided_NoMonths()
    {
        var life = Story.Reported("2026-01-05T08:00:00Z")
            .Then("2026-01-05T09:00:00Z", new IncidentAssigned(new EmailAddress("a@b.example"), "network")).Life(Gold);
        Assert.Empty(IncidentResults.Months(life, IncidentResults.Of(life, Ticket.At("2026-01-05T10:00:00Z"))));
    }

    /// <summary>What an earlier look can have filed lies in a month that a later look goes to.</summary>
    [Fact]
    public void Months_AreAllThatAnyEarlierLookCouldFileIn() => Story.Anything.Sample(
        story =>
        {
            var commitments = Commitments();
            var life = story.Life(commitments);
            var months = IncidentResults.Months(life, IncidentResults.Of(life, Later));
            for (var events = 1; events < life.History.Count; events++)
            {
                var earlier = life.Before(life.History[events]);
                var filed = IncidentResults.Of(earlier, life.History[events].At);
                Assert.Empty(filed.Select(result => IncidentResults.MonthOf(result.Result.DecidedAt)).Except(months));
            }
        },
        iter: 1_000);

    /// <summary>Without a further event, a result does not change.</summary>
    [Fact]
    public void Results_ChangeWithEventsAlone() => Gen.Select(Story.Anything, Any.Within).Sample(
        (story, wait) =>
        {
            var life = story.Life(Commitments());
            var now = life.History[^1].At + wait;
            var then = IncidentResults.Of(life, Later).ToDictionary(filed => filed.Result.Clock, filed => filed.Result);
            foreach (var (result, _) in IncidentResults.Of(life, now))
                Assert.Equivalent(result, then[result.Clock], strict: true);
        },
        iter: 500);

    private static Commitment[] Commitments() =>
    [
        Gold.With(gold => gold with
        {
            Targets =
            [
                new(Metric.Resolution, Duration.FromHours(50), new Dictionary<Priority, Duration> { [Priority.P1] = Duration.FromHours(5) }),
                Agreed.Target(Metric.FirstResponse, Duration.FromHours(20)), Agreed.Target(Metric.NextResponse, Duration.FromHours(9)),
            ],
        }),
        Agreed.Resolve(Duration.FromDays(5), Agreed.Office).With(silver => silver with
        {
            Key = "silver",
            Match = Match.All with { Group = ["desk"] },
        }),
    ];

    private static ClockBreached Breach() => new(
        Clock, "gold", 1, "sla", "resolution", 100, Ticket.At("2026-01-05T12:00:00Z"), ["desk"], Duration.FromHours(4));

    private static ClockResult Only(Story story) => Assert.Single(Of(story)).Result;

    private static IReadOnlyList<FiledResult> Of(Story story) => IncidentResults.Of(story.Life(Gold), Later);
}
