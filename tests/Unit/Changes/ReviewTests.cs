using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants;
using NodaTime;
using Xunit;
using GivenIncident = ItsmServerless.Tests.Unit.Incidents.Given;

namespace ItsmServerless.Tests.Unit.Changes;

/// <summary>After the window. The change in <see cref="Given"/> ended on the 24th of November at 9:00, long before its
/// window, and is about item sw-1.</summary>
public sealed class ReviewTests
{
    private static readonly Change Ended = Given.In(ChangeState.Implemented);
    private static readonly RecordId Incident = UlidText.FromKey("inc", new("ten_x"), "a");

    [Theory]
    [InlineData("2026-11-24T08:59:59Z", "sw-1", false)]
    [InlineData("2026-11-24T09:00:00Z", "SW-1", true)]
    [InlineData("2026-11-27T09:00:00Z", "sw-1", true)]
    [InlineData("2026-11-27T09:00:01Z", "sw-1", false)]
    [InlineData("2026-11-25T09:00:00Z", "sw-2", false)]
    public void Incident_OnAnItemOfTheChange_IsProposedFor72Hours(string raised, string item, bool proposed) =>
        Assert.Equal(proposed, AfterTheWindow.IsProposed([item], Given.At(raised), Ended));

    [Fact]
    public void Incident_BeforeTheChangeEnded_IsNotProposed() =>
        Assert.False(AfterTheWindow.IsProposed(["sw-1"], Given.At("2026-11-25T09:00:00Z"), Given.In(ChangeState.Implementing)));

    [Fact]
    public void Review_OfIncidentsThatAreNotThere_NamesThem()
    {
        var refusal = ReviewChange.Decide(Ended, new("Bad", [Incident.Value]), [Incident]).Refusal!;
        Assert.Equal("not_found", Assert.Single(refusal.Errors).Code);
    }

    [Fact]
    public void Review_KeepsEachIncidentOnce()
    {
        var reviewed = ReviewChange.Decide(Ended, new("Bad", [Incident.Value, Incident.Value]), []).Events.Single();
        Assert.Equal([Incident], Assert.IsType<ChangeReviewed>(reviewed).Incidents);
    }

    [Fact]
    public void Review_WithWhatIsNoIncident_NamesTheField() =>
        Assert.Equal("/incidents/0", Assert.Single(ReviewChange.Validate(new("Bad", ["chg_1"]))).Pointer);

    [Fact]
    public void Breaches_AreEachClockOnce()
    {
        ClockBreached Breach(string clock, decimal percent) => new(
            clock, "gold", 1, "sla", "resolution", percent, Given.At("2026-11-25T09:00:00Z"), [], Duration.FromHours(4));
        var breaches = AfterTheWindow.Breaches(
            GivenIncident.New, [Recorded(Breach("a", 100)), Recorded(Breach("a", 150)), Recorded(Breach("b", 100))]);
        Assert.Equal(2, breaches.Count());
    }

    [Fact]
    public void View_SaysHowFarWhatCameIsFromWhatWasPlanned()
    {
        var view = ChangeReviewView.Of(new(Given.Id, Ended, 7), [], []);
        Assert.Equal(Given.At("2026-11-24T09:00:00Z"), view.CompletedAt);
        Assert.Equal(view.StartedAt - Given.At("2026-12-01T20:00:00Z"), view.StartedLate);
        Assert.Equal(view.CompletedAt - Given.At("2026-12-01T22:00:00Z"), view.Overran);
    }

    [Fact]
    public void Rates_CountWhatEndedInTheTime_ByTypeAndTeam()
    {
        var asked = new Window(Given.At("2026-11-01T00:00:00Z"), Given.At("2026-12-01T00:00:00Z"));
        ChangeSummary[] changes =
        [
            Ending("a", ChangeOutcome.Successful), Ending("a", ChangeOutcome.Successful), // The same, from open and closed rows.
            Ending("b", ChangeOutcome.Successful, ChangeType.Standard, Given.Rita),
            Ending("c", ChangeOutcome.Failed), Ending("d", ChangeOutcome.RolledBack, owner: null),
            Ending("e", ChangeOutcome.Failed) with { CompletedAt = asked.End },
            Ending("f", ChangeOutcome.Failed) with { CompletedAt = null, Outcome = null },
        ];
        Group[] groups = [Team("net", Given.Olga, Given.Rita), Team("ops", Given.Olga)];
        var rates = SuccessRates.Of(asked, changes, groups);

        Assert.Equal(new(4, 2, 1, 1, 0.5m), rates.All);
        Assert.Equal(
            [new(ChangeType.Standard, new(1, 1, 0, 0, 1m)), new(ChangeType.Normal, new(3, 1, 1, 1, 0.3333m))], rates.ByType);
        Assert.Equal(
            [
                new(null, new(1, 0, 0, 1, 0m)), new("net", new(3, 2, 1, 0, 0.6667m)), new("ops", new(2, 1, 1, 0, 0.5m)),
            ], rates.ByTeam);
    }

    [Fact]
    public void Rates_OfNothing_HaveNoRate() =>
        Assert.Null(SuccessRates.Of(Given.Draft.Content.Window, [], []).All.SuccessRate);

    private static ChangeSummary Ending(
        string id, ChangeOutcome outcome, ChangeType type = ChangeType.Normal, EmailAddress? owner = null) =>
        ChangeSummary.Of(Ended) with
        {
            Id = new($"chg_{id}"),
            Outcome = outcome,
            Type = type,
            Owner = id == "d" ? null : owner ?? Given.Olga,
        };

    private static Group Team(string key, params EmailAddress[] members) =>
        new(Group.IdOf(key), key, key, [.. members], 1);

    private static Recorded<IncidentEvent> Recorded(IncidentEvent e) => new(Incident, 1, default, Actor.System, e);
}
