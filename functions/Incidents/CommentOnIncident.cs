using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>Something to say about an incident.</summary>
/// <param name="Visibility">A word of <see cref="Incidents.Visibility"/>; public when missing.</param>
public sealed record CommentOnIncident(string? Body, string? Visibility = null) : IBody<CommentOnIncident>
{
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
        var visibility = Words<Visibility>.Parse(body.Visibility) ?? Incidents.Visibility.Public;
        if (visibility == Incidents.Visibility.Internal && !caller.IsAgent)
            return new Problem(ProblemCode.Forbidden, "Only the desk writes internal comments.");
        var asRequester = visibility == Incidents.Visibility.Public && incident.IsRequestOf(caller);
        var author = new Author(caller.Person, NameOf(incident, caller), caller.Actor);
        var comment = new IncidentCommented(
            id, body.Body!, visibility, author, FromRequester: asRequester, ByAgent: caller.IsAgent && !asRequester);
        return asRequester ? incident.RequesterWrote(comment) : comment;
    }

    private static string? NameOf(Incident incident, Caller caller) =>
        caller.Person is { } person && incident.Requester?.Email == person ? incident.Requester.Name : null;
}
