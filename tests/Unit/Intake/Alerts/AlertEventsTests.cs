using CsCheck;
using ItsmServerless.Incidents;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tests.Unit.Incidents;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake.Alerts;

public sealed class AlertEventsTests
{
    private static readonly Incident Work = Given.In(IncidentState.InProgress);

    [Fact]
    public void Firing_ReportsAnIncident()
    {
        var reported = Assert.IsType<IncidentReported>(Assert.Single(Fire(null, 0).Events));
        Assert.Equal(
            ("Disk of db-1 is full", "disk/db-1", Priority.P5, "web", "net", true),
            (reported.Title, reported.ExternalReference, reported.Priority, reported.Service, reported.Group,
                reported.Origin!.IsAutomatic));
    }

    /// <summary>The table of docs/intake.md.</summary>
    [Theory]
    [InlineData(Severity.Critical, Priority.P1)]
    [InlineData(Severity.Error, Priority.P2)]
    [InlineData(Severity.Warning, Priority.P3)]
    [InlineData(Severity.Info, Priority.P5)]
    public void Severity_MakesThePriority(Severity severity, Priority expected)
    {
        var fired = AlertEvents.Fire(null, GivenAlert.Received(GivenAlert.Alert with { Severity = severity }), 0, "INC-1", null);
        Assert.Equal(expected, Assert.IsType<IncidentReported>(fired.Events[0]).Priority);
    }

    [Fact]
    public void Firing_AfterAnother_IsLinkedToIt() => Assert.Equal(
        new IncidentLinked(Given.Id, LinkKind.Related),
        AlertEvents.Fire(null, GivenAlert.Received(), 0, "INC-1", Given.Id).Events[1]);

    [Fact]
    public void FiringAgain_BeforeTheIncidentIsBegun_BeginsIt() => Assert.Equal(
        [typeof(IncidentReported), typeof(IncidentRecurred)], Fire(null, 1).Events.Select(e => e.GetType()));

    [Fact]
    public void FiringAgain_IsTold() => Assert.Equal(3, Assert.IsType<IncidentRecurred>(Fire(Work, 3).Events[0]).Count);

    [Fact]
    public void FiringAgain_OfWhatIsOnHold_LeavesItThere() =>
        Assert.IsType<IncidentRecurred>(Assert.Single(Fire(Given.In(IncidentState.OnHold), 1).Events));

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void FiringAgain_AfterItsResolution_ReopensWithinTheWindow(int minutes, bool reopens)
    {
        var resolved = Given.In(IncidentState.Resolved) with
        {
            ResolvedAt = GivenIntake.Receipt.ReceivedAt - Duration.FromMinutes(minutes),
        };
        var fired = Fire(resolved, 1);
        Assert.Equal(reopens, fired.Events is [IncidentReopened { Because: Because.AlertFired }, IncidentRecurred]);
        Assert.Equal(reopens ? null : ProblemCode.InvalidTransition, fired.Refusal?.Code);
    }

    [Theory]
    [InlineData(IncidentState.Closed)]
    [InlineData(IncidentState.Cancelled)]
    public void FiringAgain_OfWhatIsDone_NeedsAnother(IncidentState state) =>
        Assert.Equal(ProblemCode.InvalidTransition, Fire(Given.In(state), 1).Refusal!.Code);

    [Fact]
    public void FirstWord_HeardTwice_ChangesNothing()
    {
        foreach (var state in Enum.GetValues<IncidentState>()) Assert.Empty(Fire(Given.In(state), 0).Events);
    }

    [Theory]
    [InlineData(IncidentState.New, true)]
    [InlineData(IncidentState.InProgress, true)]
    [InlineData(IncidentState.OnHold, true)]
    [InlineData(IncidentState.Resolved, false)]
    [InlineData(IncidentState.Closed, false)]
    public void Resolved_EndsWhatIsOpen(IncidentState state, bool ends)
    {
        var resolved = AlertEvents.Resolve(Given.In(state), GivenAlert.Received(), "INC-1");
        Assert.Equal(ends, resolved.Events is [IncidentResolved { Code: AlertEvents.ResolutionCode }]);
        Assert.Null(resolved.Refusal);
    }

    [Fact]
    public void Resolved_BeforeTheFirstWordIsThere_BeginsAndEnds() => Assert.Equal(
        [typeof(IncidentReported), typeof(IncidentResolved)],
        AlertEvents.Resolve(null, GivenAlert.Received(), "INC-1").Events.Select(e => e.GetType()));

    [Theory]
    [InlineData(IncidentState.New, true)]
    [InlineData(IncidentState.Assigned, true)]
    [InlineData(IncidentState.InProgress, false)]
    [InlineData(IncidentState.Resolved, false)]
    public void Acknowledged_StartsWhatNobodyWorksOn(IncidentState state, bool starts) =>
        Assert.Equal(starts, AlertEvents.Acknowledge(Given.In(state)).Events is [IncidentStarted]);

    /// <summary>Never more than a tenth behind, and few enough: 10, and one for each factor of 1.1 above.</summary>
    [Fact]
    public void Recurrences_AreToldSeldom_AndNearTheTruth() => Gen.Int[1, 5_000].Sample(times =>
    {
        var (told, tellings) = (0, 0);
        for (var count = 1; count <= times; count++)
        {
            if (!AlertEvents.IsTold(told, count)) continue;
            (told, tellings) = (count, tellings + 1);
        }
        return told <= times && times - told <= (told + 9) / 10 && tellings <= 10 + Math.Ceiling(Math.Log(times, 1.05));
    });

    private static Decision<IncidentEvent> Fire(Incident? incident, int count) =>
        AlertEvents.Fire(incident, GivenAlert.Received(), count, "INC-000001", null);
}
