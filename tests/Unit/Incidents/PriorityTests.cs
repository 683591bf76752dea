using ItsmServerless.Incidents;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mails;
using ItsmServerless.Tests.Unit.Intake;
using ItsmServerless.Tests.Unit.Intake.Alerts;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

public sealed class PriorityTests
{
    /// <summary>CONTRACT 5: high×high P1, high×medium P2, then P3, P4, low×low P5.</summary>
    [Theory]
    [InlineData(Level.High, Level.High, Priority.P1)]
    [InlineData(Level.High, Level.Medium, Priority.P2)]
    [InlineData(Level.Medium, Level.High, Priority.P2)]
    [InlineData(Level.High, Level.Low, Priority.P3)]
    [InlineData(Level.Medium, Level.Medium, Priority.P3)]
    [InlineData(Level.Low, Level.High, Priority.P3)]
    [InlineData(Level.Medium, Level.Low, Priority.P4)]
    [InlineData(Level.Low, Level.Medium, Priority.P4)]
    [InlineData(Level.Low, Level.Low, Priority.P5)]
    public void DefaultMatrix_IsThatOfTheContract(Level impact, Level urgency, Priority expected) =>
        Assert.Equal(expected, PriorityMatrix.Default.Of(impact, urgency));

    [Fact]
    public void Report_HasThePriorityOfTheTenantsMatrix()
    {
        var decided = ReportIncident.Decide(null, new("Fire"), "INC-000007", Given.Agent, Calm);
        Assert.Equal(Priority.P4, Assert.IsType<IncidentReported>(Assert.Single(decided.Events)).Priority);
    }

    [Fact]
    public void Edit_OfALevel_ComputesByTheMatrixOfNow() => Assert.Equal(
        Priority.P3, Edited(new() { Urgency = new("high") }).Priority); // The impact was high before.

    [Fact]
    public void Edit_OfATitle_LeavesThePriorityThatAnotherMatrixMade() =>
        Assert.Null(Edited(new() { Title = new("Still burning") }).Priority);

    [Fact]
    public void AMailAndAnAlert_HaveThePriorityOfTheTenantsMatrix()
    {
        var mail = MailEvents.Begin(null, GivenIntake.Received() with { Matrix = Calm }, "INC-000007", null, []);
        var critical = GivenAlert.Received(GivenAlert.Alert with { Severity = Severity.Critical });
        var alert = AlertEvents.Fire(null, critical with { Matrix = Calm }, 0, "INC-000008", null);
        var storm = AlertEvents.Fire(null, (critical with { Matrix = Calm }).AsStorm(), 0, "INC-000009", null);
        Assert.All(
            [mail, alert, storm], begun => Assert.Contains(
                Assert.IsType<IncidentReported>(begun.Events[0]).Priority, (Priority[])[Priority.P3, Priority.P4]));
    }

    private static PriorityMatrix Calm { get; } = new(
        new(Priority.P3, Priority.P3, Priority.P4),
        new(Priority.P4, Priority.P4, Priority.P4),
        new(Priority.P4, Priority.P4, Priority.P4));

    private static IncidentEdited Edited(EditIncident body) =>
        Assert.IsType<IncidentEdited>(Assert.Single(EditIncident.Decide(Given.New, body, Calm).Events));
}
