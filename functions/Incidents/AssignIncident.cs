using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>Who is to be responsible: a person, a group, or both. What is missing stays as it is.</summary>
[FieldsOf(typeof(IncidentRights))]
public sealed record AssignIncident(string? Assignee = null, string? Group = null) : IBody<AssignIncident>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(AssignIncident body) =>
    [
        .. Check.That(body.Assignee is not null || body.Group is not null, "/assignee", "required",
            "/assignee or /group is required."),
        .. IncidentFields.Assignee(body.Assignee),
        .. IncidentFields.Group(body.Group),
    ];

    /// <summary>Possible while the incident is open; a new one becomes assigned, later states stay.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident, AssignIncident body)
    {
        if (!incident.IsOpen) return incident.CannotBecome(IncidentState.Assigned);
        var assigned = new IncidentAssigned(
            IncidentFields.Address(body.Assignee) ?? incident.Assignee, body.Group ?? incident.Group);
        var isSame = assigned == new IncidentAssigned(incident.Assignee, incident.Group);
        return isSame && incident.State != IncidentState.New ? Decision<IncidentEvent>.Nothing : assigned;
    }
}
