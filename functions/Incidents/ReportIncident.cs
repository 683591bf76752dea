using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>What a caller says of a new incident. Only the title must be there; a missing level is medium.</summary>
[FieldsOf(typeof(IncidentRights))]
public sealed record ReportIncident(
    string? Title, string? Description = null, ReportedContact? Requester = null, string? Impact = null,
    string? Urgency = null, string? Category = null, string? Service = null, string? Group = null,
    string? Assignee = null, IReadOnlyList<string>? Tags = null, IReadOnlyList<string>? ConfigurationItems = null,
    string? ExternalReference = null) : IBody<ReportIncident>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ReportIncident body) =>
    [
        .. IncidentFields.Title(body.Title),
        .. IncidentFields.Description(body.Description),
        .. body.Requester is { } requester ? ReportedContact.Validate(requester) : [],
        .. IncidentFields.Level("/impact", body.Impact),
        .. IncidentFields.Level("/urgency", body.Urgency),
        .. IncidentFields.Category(body.Category),
        .. IncidentFields.Service(body.Service),
        .. IncidentFields.Group(body.Group),
        .. IncidentFields.Assignee(body.Assignee),
        .. IncidentFields.Tags(body.Tags),
        .. IncidentFields.ConfigurationItems(body.ConfigurationItems),
        .. IncidentFields.ExternalReference(body.ExternalReference),
    ];

    /// <summary>A report begins a record; one that is there already stays as it is.</summary>
    /// <remarks>People with role requester report for themselves only; they need not say so.</remarks>
    /// <param name="matrix">The tenant's: what it makes of impact and urgency stays with the incident.</param>
    public static Decision<IncidentEvent> Decide(
        Incident? existing, ReportIncident body, string number, Caller caller, PriorityMatrix matrix)
    {
        if (existing is not null) return Decision<IncidentEvent>.Nothing;
        var self = caller.Role == Role.Requester ? caller.Person : null;
        var requester = body.Requester?.ToContact() ?? (self is { } person ? new Contact(person) : null);
        if (self is not null && requester?.Email != self)
            return new Problem(ProblemCode.Forbidden, $"{self} may not report for {requester?.Email}.");
        return Reported(body, number, requester, matrix);
    }

    private static IncidentReported Reported(
        ReportIncident body, string number, Contact? requester, PriorityMatrix matrix)
    {
        var impact = Words<Level>.Parse(body.Impact) ?? Level.Medium;
        var urgency = Words<Level>.Parse(body.Urgency) ?? Level.Medium;
        return new(
            number, body.Title!, body.Description, requester, impact, urgency,
            matrix.Of(impact, urgency), body.Category, body.Service, body.Group,
            IncidentFields.Address(body.Assignee), IncidentFields.Set(body.Tags),
            IncidentFields.Set(body.ConfigurationItems), body.ExternalReference);
    }
}

/// <summary>A person as callers name one.</summary>
public sealed record ReportedContact(string? Email, string? Name = null)
{
    /// <summary>The person, once checked.</summary>
    public Contact ToContact() => new(EmailAddress.From(Email!), Name);

    internal static IEnumerable<FieldError> Validate(ReportedContact contact) =>
    [
        .. Check.Present("/requester/email", contact.Email),
        .. IncidentFields.Email(contact.Email),
        .. IncidentFields.Name(contact.Name),
    ];
}
