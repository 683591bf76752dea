using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

public sealed class ActOnStepTests
{
    private static readonly RecordId Id = new($"inc_{Ticket.Subject}");

    private static readonly ServiceClock Clock =
        Ticket.Reported("2026-01-05T08:00:00Z").Clock(Agreed.Resolve(Duration.FromHours(2)), "2026-01-05T10:00:00Z");

    [Fact]
    public void Warning_SaysWhatWasAgreed()
    {
        var warned = Assert.IsType<ClockWarned>(Assert.Single(Decide(0.75m)));
        Assert.Equal(
            (Clock.Id, "gold", 1, "sla", "resolution", 75m, Ticket.At("2026-01-05T10:00:00Z"), Duration.FromHours(2)),
            (warned.Clock, warned.Agreement, warned.AgreementVersion, warned.Kind, warned.Metric, warned.Percent, warned.DueAt, warned.Within));
        Assert.Equal("75", warned.Percent.ToString());
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(1.5, 150)]
    public void Breach_IsWhatIsAtTheEndOrAfter(double at, int percent) =>
        Assert.Equal(percent, Assert.IsType<ClockBreached>(Assert.Single(Decide((decimal)at))).Percent);

    [Theory]
    [InlineData(null, Priority.P2)] // one step
    [InlineData(Priority.P1, Priority.P1)]
    public void Raise_EscalatesThePriority(Priority? to, Priority expected) =>
        Assert.Equal(new IncidentEscalated(expected, Clock.Id), Decide(1, new(to))[1]);

    [Fact]
    public void Raise_ToALowerPriority_IsNone() => Assert.Single(Decide(1, new(Priority.P4)));

    [Fact]
    public void Raise_OfWhatIsResolved_IsNone() =>
        Assert.Single(Decide(1, new(null), new IncidentResolved("fixed", "Restarted.")));

    [Fact]
    public void AssignGroup_GivesTheRecordToTheGroup_AndToNobodyYet() => Assert.Equal(
        new IncidentAssigned(null, "major"), Decide(Step(StepTime.End) with { AssignGroup = "major" })[1]);

    [Fact]
    public void AssignGroup_ToWhereItIs_IsNone() => Assert.Single(
        Decide(Step(StepTime.End) with { AssignGroup = "major" }, new IncidentAssigned(null, "major")));

    [Fact]
    public void Emit_SignalsBesideTheStep_AlsoOfWhatIsResolved()
    {
        var step = Step(StepTime.After(Duration.FromMinutes(-30))) with { Emit = "major.begin" };
        var signal = new IncidentSignalled("major.begin", Clock.Id, "-PT30M");
        Assert.Equal(signal, Decide(step)[1]);
        Assert.Equal(signal, Decide(step, new IncidentResolved("fixed", "Restarted."))[1]);
    }

    [Fact]
    public void BeforeTheEnd_IsAWarning_AndAfterItABreach_EachByItsName()
    {
        var warned = Assert.IsType<ClockWarned>(Assert.Single(Decide(Step(StepTime.After(Duration.FromMinutes(-30))))));
        Assert.Equal(("-PT30M", 75m), (warned.Step, warned.Percent));
        var breached = Assert.IsType<ClockBreached>(Assert.Single(Decide(Step(StepTime.After(Duration.FromHours(2))))));
        Assert.Equal(("PT2H", 200m), (breached.Step, breached.Percent));
    }

    [Fact]
    public void Id_IsTheSameForTheSameStep_AndAnotherForAnotherTime()
    {
        var step = Clock.Steps[0];
        Assert.Equal(new ActOnStep(Clock, step).Id, new ActOnStep(Clock with { Elapsed = Duration.Zero }, step).Id);
        Assert.NotEqual(new ActOnStep(Clock, step).Id, new ActOnStep(Clock, Clock.Steps[1]).Id);
        Assert.NotEqual(new ActOnStep(Clock, step).Id, new ActOnStep(Clock with { Within = Duration.FromHours(1) }, step).Id);
    }

    [Fact]
    public void Ahead_IsWhatTheHistoryDoesNotHave()
    {
        var commitment = Agreed.Resolve(Duration.FromHours(2));
        var life = new IncidentLife(Ticket.Subject, [Recorded(1, Report), Recorded(2, Decide(0.75m)[0])], [new Terms(null, [commitment])]);
        var (_, step) = Assert.Single(life.Ahead(Ticket.At("2026-01-05T10:00:00Z")));
        Assert.Equal(StepTime.End, step.At);
    }

    private static readonly IncidentReported Report = new(
        "INC-000001", "Mail is down", null, null, Level.Medium, Level.Medium, Priority.P3, null, null, null, null, [], [], null);

    private static IReadOnlyList<IncidentEvent> Decide(decimal at, PriorityRaise? raise = null, params IncidentEvent[] later) =>
        Decide(Step(StepTime.At(at)) with { RaisePriority = raise }, later);

    private static IReadOnlyList<IncidentEvent> Decide(ClockStep step, params IncidentEvent[] later)
    {
        Incident? incident = null;
        foreach (var happened in later.Prepend(Report)) incident = Incident.Apply(incident, Recorded(1, happened));
        return ActOnStep.Decide(incident!, new(Clock, step)).Events;
    }

    private static ClockStep Step(StepTime at) =>
        new(at, at.PercentOf(Clock.Within), Ticket.At("2026-01-05T10:00:00Z"), ["desk"]);

    private static Recorded<IncidentEvent> Recorded(int sequence, IncidentEvent happened) =>
        new(Id, sequence, Ticket.At("2026-01-05T08:00:00Z"), Actor.System, happened);
}
