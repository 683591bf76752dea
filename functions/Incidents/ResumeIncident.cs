using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>The wait is over.</summary>
public sealed record ResumeIncident : IBody<ResumeIncident>
{
    /// <inheritdoc/>
    public static bool MayBeEmpty => true;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ResumeIncident body) => [];

    /// <summary>From on hold, back to the state before.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident) => incident.State == IncidentState.OnHold
        ? new IncidentResumed(Because.Agent)
        : incident.CannotBecome(IncidentState.InProgress);
}
