using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>Service is restored.</summary>
/// <param name="Code">The desk's own word for the kind of resolution.</param>
/// <param name="Note">What was done.</param>
public sealed record ResolveIncident(string? Code, string? Note) : IBody<ResolveIncident>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ResolveIncident body) =>
    [
        .. IncidentFields.Line("/code", body.Code, 64, required: true),
        .. IncidentFields.Reason("/note", body.Note, required: true),
    ];

    /// <summary>From every state of work: many end at the first contact, and alerts by themselves.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident, ResolveIncident body) =>
        incident.IsOpen && incident.State != IncidentState.Resolved
            ? new IncidentResolved(body.Code!, body.Note!)
            : incident.CannotBecome(IncidentState.Resolved);
}
