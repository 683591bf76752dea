using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>Work has to wait for somebody.</summary>
/// <param name="Reason">A word of <see cref="HoldReason"/>.</param>
public sealed record HoldIncident(string? Reason, string? Note = null) : IBody<HoldIncident>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(HoldIncident body) =>
    [
        .. Check.Present("/reason", body.Reason),
        .. Check.OneOf("/reason", body.Reason, Words<HoldReason>.All),
        .. IncidentFields.Reason("/note", body.Note, required: false),
    ];

    /// <summary>From every state of work, new included: the first thing done is often to ask back.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident, HoldIncident body) =>
        incident.State is IncidentState.New or IncidentState.Assigned or IncidentState.InProgress
            ? new IncidentHeld(Words<HoldReason>.Parse(body.Reason)!.Value, body.Note)
            : incident.CannotBecome(IncidentState.OnHold);
}
