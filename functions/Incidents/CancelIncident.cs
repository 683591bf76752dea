using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>There is nothing to resolve: reported by mistake, or withdrawn.</summary>
public sealed record CancelIncident(string? Reason) : IBody<CancelIncident>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CancelIncident body) =>
        IncidentFields.Reason("/reason", body.Reason, required: true);

    /// <summary>From every state of work; what was resolved is closed instead.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident, CancelIncident body) =>
        incident.IsOpen && incident.State != IncidentState.Resolved
            ? new IncidentCancelled(body.Reason!)
            : incident.CannotBecome(IncidentState.Cancelled);
}
