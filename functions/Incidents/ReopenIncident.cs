using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>The resolution did not hold.</summary>
public sealed record ReopenIncident(string? Reason) : IBody<ReopenIncident>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ReopenIncident body) =>
        IncidentFields.Reason("/reason", body.Reason, required: true);

    /// <summary>From resolved only, into work: what is closed is done for good, a new report follows it.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident, ReopenIncident body) =>
        incident.State == IncidentState.Resolved
            ? new IncidentReopened(body.Reason!, Because.Agent)
            : incident.CannotBecome(IncidentState.InProgress);
}
