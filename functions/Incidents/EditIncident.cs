using System.Collections.Immutable;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>A merge patch (RFC 7396): absent members stay, null takes away, lists are replaced whole.</summary>
/// <remarks>A level that is taken away becomes medium; the title cannot be. Moves have their own routes.</remarks>
[FieldsOf(typeof(IncidentRights))]
public sealed record EditIncident(
    Patch<string> Title = default, Patch<string> Description = default, Patch<EditedContact> Requester = default,
    Patch<string> Impact = default, Patch<string> Urgency = default, Patch<string> Category = default,
    Patch<string> Service = default, Patch<string> Group = default, Patch<string> Assignee = default,
    Patch<IReadOnlyList<string>> Tags = default, Patch<IReadOnlyList<string>> ConfigurationItems = default,
    Patch<string> ExternalReference = default) : IBody<EditIncident>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(EditIncident body) =>
    [
        .. body.Title.IsPresent ? IncidentFields.Title(body.Title.Value) : [],
        .. IncidentFields.Description(body.Description.Value),
        .. IncidentFields.Email(body.Requester.Value?.Email.Value),
        .. IncidentFields.Name(body.Requester.Value?.Name.Value),
        .. IncidentFields.Level("/impact", body.Impact.Value),
        .. IncidentFields.Level("/urgency", body.Urgency.Value),
        .. IncidentFields.Category(body.Category.Value),
        .. IncidentFields.Service(body.Service.Value),
        .. IncidentFields.Group(body.Group.Value),
        .. IncidentFields.Assignee(body.Assignee.Value),
        .. IncidentFields.Tags(body.Tags.Value),
        .. IncidentFields.ConfigurationItems(body.ConfigurationItems.Value),
        .. IncidentFields.ExternalReference(body.ExternalReference.Value),
    ];

    /// <summary>Only what differs is recorded; the priority follows when impact or urgency do.</summary>
    /// <param name="matrix">The tenant's as it is now.</param>
    public static Decision<IncidentEvent> Decide(Incident incident, EditIncident body, PriorityMatrix matrix)
    {
        if (!incident.IsOpen)
            return new Problem(ProblemCode.InvalidTransition,
                $"The incident is {Words<IncidentState>.Of(incident.State)}; only an open one can be edited.");
        var requester = EditedContact.Over(body.Requester, incident.Requester);
        return requester.Match(merged => Events(incident, body, merged, matrix), refused => (Decision<IncidentEvent>)refused);
    }

    private static Decision<IncidentEvent> Events(
        Incident incident, EditIncident body, Contact? requester, PriorityMatrix matrix)
    {
        var edited = WithPriority(incident, Changes(incident, body) with
        {
            Requester = requester == incident.Requester ? default : new Patch<Contact>(requester),
        }, matrix);
        var assigned = new IncidentAssigned(
            IncidentFields.Address(body.Assignee.Over(incident.Assignee?.Value)), body.Group.Over(incident.Group));
        var events = ImmutableArray.CreateBuilder<IncidentEvent>();
        if (edited != new IncidentEdited()) events.Add(edited);
        if (assigned != new IncidentAssigned(incident.Assignee, incident.Group)) events.Add(assigned);
        return events.ToImmutable();
    }

    private static IncidentEdited Changes(Incident incident, EditIncident body) => new()
    {
        Title = body.Title.Over(incident.Title) is { } title && title != incident.Title ? title : null,
        Description = Changed(body.Description, incident.Description),
        Impact = Changed(body.Impact, incident.Impact),
        Urgency = Changed(body.Urgency, incident.Urgency),
        Category = Changed(body.Category, incident.Category),
        Service = Changed(body.Service, incident.Service),
        Tags = Changed(body.Tags, incident.Tags),
        ConfigurationItems = Changed(body.ConfigurationItems, incident.ConfigurationItems),
        ExternalReference = Changed(body.ExternalReference, incident.ExternalReference),
    };

    private static IncidentEdited WithPriority(Incident incident, IncidentEdited edited, PriorityMatrix matrix) =>
        edited.Impact is null && edited.Urgency is null ? edited : edited with
        {
            Priority = matrix.Of(edited.Impact ?? incident.Impact, edited.Urgency ?? incident.Urgency),
        };

    private static Patch<string> Changed(Patch<string> patch, string? current) =>
        patch.Over(current) == current ? default : patch;

    private static Level? Changed(Patch<string> patch, Level current)
    {
        var level = patch.IsPresent ? Words<Level>.Parse(patch.Value) ?? Level.Medium : current;
        return level == current ? null : level;
    }

    private static IReadOnlyList<string>? Changed(Patch<IReadOnlyList<string>> patch, IReadOnlyList<string> current)
    {
        var list = IncidentFields.Set(patch.Over(current));
        return list.SequenceEqual(current) ? null : list;
    }
}

/// <summary>A merge patch of the requester: an object within the patch is merged, not replaced (RFC 7396, 2).</summary>
public sealed record EditedContact(Patch<string> Email = default, Patch<string> Name = default)
{
    internal static Outcome<Contact?> Over(Patch<EditedContact> patch, Contact? current)
    {
        if (patch.Value is not { } edited) return patch.IsPresent ? (Contact?)null : current;
        return edited.Email.Over(current?.Email.Value) is { } email
            ? new Contact(EmailAddress.From(email), edited.Name.Over(current?.Name))
            : Problem.Validation(new FieldError("/requester/email", "required",
                "/requester/email is required of a requester; a null requester takes the whole away."));
    }
}
