using System.Collections.Immutable;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>A step of a clock is due: its incident's timeline says so, a signal may be given, its priority may rise,
/// and it may move to another group.</summary>
public sealed record ActOnStep(ServiceClock Clock, ClockStep Step)
{
    /// <summary>The same for the same clock, share and time it was given: such a step is never done twice; unless a
    /// recalculation aimed the clock anew.</summary>
    public CommandId Id => CommandId.FromCause(
    [
        "clock", Clock.Id, Step.At.ToString(), Kernel.Http.IsoDurationConverter.ToText(Clock.Within),
        .. Clock.Commitment.Recalculated is { } recalculated ? [recalculated.Id] : Array.Empty<string>(),
    ]);

    /// <summary>Always possible. What is resolved already keeps its priority and its group.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident, ActOnStep command)
    {
        var stepped = command.Step.IsBreach ? command.Breached() : command.Warned();
        ImmutableArray<IncidentEvent> events =
        [
            stepped, .. command.Signalled(), .. IsWorkedOn(incident) ? command.Raised(incident) : [],
            .. IsWorkedOn(incident) ? command.Moved(incident) : [],
        ];
        return events;
    }

    private IEnumerable<IncidentEvent> Signalled() =>
        Step.Emit is { } signal ? [new IncidentSignalled(signal, Clock.Id, Step.At.ToString())] : [];

    private IEnumerable<IncidentEvent> Raised(Incident incident) =>
        Step.RaisePriority?.From(incident.Priority) is { } to ? [new IncidentEscalated(to, Clock.Id)] : [];

    private IEnumerable<IncidentEvent> Moved(Incident incident) =>
        Step.AssignGroup is { } group && group != incident.Group ? [new IncidentAssigned(null, group)] : [];

    private static bool IsWorkedOn(Incident incident) =>
        incident.State is not (IncidentState.Resolved or IncidentState.Closed or IncidentState.Cancelled);

    private IncidentEvent Warned() => new ClockWarned(
        Clock.Id, Agreement.Key, Agreement.Version, Kind, MetricText, Step.Percent, DueAt, Step.Notify, Clock.Within,
        Step.At.Share is null ? Step.At.ToString() : null);

    private IncidentEvent Breached() => new ClockBreached(
        Clock.Id, Agreement.Key, Agreement.Version, Kind, MetricText, Step.Percent, DueAt, Step.Notify, Clock.Within,
        Step.At.Share is null ? Step.At.ToString() : null);

    private Agreement Agreement => Clock.Commitment.Agreement;

    private string Kind => Words<AgreementKind>.Of(Agreement.Kind);

    private string MetricText => Words<Metric>.Of(Clock.Metric);

    private Instant DueAt => Clock.DueAt ?? Step.ActAt;
}
