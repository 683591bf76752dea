using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>An incident belongs to another record.</summary>
/// <param name="To">The other record's id.</param>
/// <param name="Kind">A word of <see cref="LinkKind"/>.</param>
public sealed record LinkIncident(string? To, string? Kind) : IBody<LinkIncident>
{
    private const int MostLinks = 100;

    /// <summary>The kinds of record a link may lead to: what the desk works on, never keys or settings.</summary>
    private static readonly string[] Linkable = [Incident.Prefix, "chg"];

    /// <summary>The link, once checked.</summary>
    public Link ToLink() => new(RecordId.From(To!), Words<LinkKind>.Parse(Kind)!.Value);

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(LinkIncident body) =>
    [
        .. Check.Present("/to", body.To),
        .. Check.That(body.To is null || IsLinkable(body.To), "/to", "record",
            "/to is not the id of an incident or a change."),
        .. Check.Present("/kind", body.Kind),
        .. Check.OneOf("/kind", body.Kind, Words<LinkKind>.All),
    ];

    /// <summary>Possible in every state. A link that is there already stays as it is.</summary>
    /// <param name="exists">Whether the other record is one of this tenant.</param>
    public static Decision<IncidentEvent> Decide(Incident incident, LinkIncident body, bool exists)
    {
        var link = body.ToLink();
        if (incident.Links.Contains(link)) return Decision<IncidentEvent>.Nothing;
        if (!exists) return Refused("/to", "not_found", $"There is no record {link.To}.");
        if (link.To == incident.Id) return Refused("/to", "self", "An incident is not linked to itself.");
        return incident.Links.Count < MostLinks
            ? new IncidentLinked(link.To, link.Kind)
            : Refused("/to", "count", $"The incident has {incident.Links.Count} links; {MostLinks} are allowed.");
    }

    private static bool IsLinkable(string to) => Linkable.Any(prefix => RecordId.TryParse(prefix, to, out _));

    private static Problem Refused(string pointer, string code, string detail) =>
        Problem.Validation(new FieldError(pointer, code, detail));
}
