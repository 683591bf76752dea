using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>Something to say about an incident.</summary>
/// <param name="Visibility">A word of <see cref="Incidents.Visibility"/>; public when missing.</param>
public sealed record CommentOnIncident(string? Body, string? Visibility = null) : IBody<CommentOnIncident>
{
    /// <summary>Who may read it.</summary>
    public Visibility ToVisibility() => Words<Visibility>.Parse(Visibility) ?? Incidents.Visibility.Public;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CommentOnIncident body) =>
    [
        .. IncidentFields.Prose("/body", body.Body, required: true),
        .. Check.OneOf("/visibility", body.Visibility, Words<Visibility>.All),
    ];

    /// <summary>Possible in every state. What the requester says may end a hold or a resolution.</summary>
    /// <remarks>An agent who is the requester speaks as one. Only the desk writes internal comments.</remarks>
    public static Decision<IncidentEvent> Decide(Incident incident, CommentOnIncident body, RecordId id, Caller caller)
    {
        if (body.ToVisibility() == Incidents.Visibility.Internal && !caller.IsAgent)
            return new Problem(ProblemCode.Forbidden, "Only the desk writes internal comments.");
        var asRequester = body.ToVisibility() == Incidents.Visibility.Public && incident.IsRequestOf(caller);
        var comment = new IncidentCommented(
            id, body.Body!, body.ToVisibility(), AuthorOf(incident, caller), FromRequester: asRequester,
            ByAgent: caller.IsAgent && !asRequester);
        return asRequester ? incident.RequesterWrote(comment) : comment;
    }

    /// <summary>The author that a caller is: with a name when it is the requester's.</summary>
    public static Author AuthorOf(Incident incident, Caller caller) => new(
        caller.Person, incident.Requester?.Email == caller.Person ? incident.Requester?.Name : null, caller.Actor);
}
