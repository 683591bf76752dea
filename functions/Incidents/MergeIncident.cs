using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>An incident is the same as another one, which goes on in its place.</summary>
/// <param name="Into">The other one's id or number.</param>
public sealed record MergeIncident(string? Into) : IBody<MergeIncident>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(MergeIncident body) =>
    [
        .. Check.Present("/into", body.Into),
        .. IncidentFields.Line("/into", body.Into, 64),
    ];

    /// <summary>From every state of work into every other incident at work; no chain of them leads back.</summary>
    /// <param name="into">The other one as it is now; null when there is none.</param>
    /// <returns><c>validation_failed</c> for itself or none at all; <c>invalid_transition</c> when either is
    /// done.</returns>
    public static Decision<IncidentEvent> Decide(Incident incident, MergeIncident body, Incident? into)
    {
        if (into is null) return Refused("not_found", $"There is no incident {body.Into}.");
        if (into.Id == incident.Id) return Refused("self", "An incident is not merged into itself.");
        if (incident.Merged?.Into == into.Id) return Decision<IncidentEvent>.Nothing;
        if (!incident.IsOpen) return incident.CannotBecome(IncidentState.Cancelled);
        return into.IsOpen ? new IncidentMerged(into.Id, incident.State) : TakesNothing(into);
    }

    private static Problem TakesNothing(Incident into) => new(
        ProblemCode.InvalidTransition, into.Merged is { } merge
            ? $"{into.Number} was itself merged into {merge.Into}; nothing is merged into it."
            : $"{into.Number} is {Words<IncidentState>.Of(into.State)}; nothing is merged into it.");

    private static Problem Refused(string code, string detail) =>
        Problem.Validation(new FieldError("/into", code, detail));
}
