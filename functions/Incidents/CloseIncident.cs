using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>It is done for good.</summary>
public sealed record CloseIncident : IBody<CloseIncident>
{
    /// <inheritdoc/>
    public static bool MayBeEmpty => true;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CloseIncident body) => [];

    /// <summary>From resolved only.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident) => incident.State == IncidentState.Resolved
        ? new IncidentClosed()
        : incident.CannotBecome(IncidentState.Closed);
}
