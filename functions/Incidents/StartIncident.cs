using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>Somebody begins to work on it.</summary>
public sealed record StartIncident : IBody<StartIncident>
{
    /// <inheritdoc/>
    public static bool MayBeEmpty => true;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(StartIncident body) => [];

    /// <summary>From new or assigned: whoever sees it may begin, without being given it first.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident) =>
        incident.State is IncidentState.New or IncidentState.Assigned
            ? new IncidentStarted()
            : incident.CannotBecome(IncidentState.InProgress);
}
