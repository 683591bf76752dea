using System.Text.Json;
using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Incidents;

/// <summary>An incident as callers see it.</summary>
[FieldsOf(typeof(IncidentRights))]
public sealed record IncidentView(
    RecordId Id, string Number, string Practice, IncidentState State, string Title, string? Description,
    Contact? Requester, Level Impact, Level Urgency, Priority Priority, string? Category, string? Service,
    string? Group, EmailAddress? Assignee, IReadOnlyList<string> Tags, IReadOnlyList<string> ConfigurationItems,
    string? ExternalReference, Resolution? Resolution, HoldReason? HoldReason, IReadOnlyList<Link> Links,
    Instant CreatedAt, Instant UpdatedAt, int Version, int Recurrences, RecordId? MergedInto,
    IReadOnlyList<RecordId> Absorbed)
{
    /// <summary>With <c>?include=comments</c>: the last 50, oldest first, as <c>GET …/comments</c> shows them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Comments { get; init; }

    /// <summary>With <c>?include=clocks</c>: as <c>GET …/clocks</c> shows them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Clocks { get; init; }

    /// <summary>The view of a record.</summary>
    public static IncidentView Of(Versioned<Incident> record) => Of(record.State);

    /// <summary>The same with a part that was asked for.</summary>
    internal IncidentView With(string part, JsonElement value) =>
        part == "clocks" ? this with { Clocks = value } : this with { Comments = value };

    private static IncidentView Of(Incident i) => new(
        i.Id, i.Number, Incident.Practice, i.State, i.Title, i.Description, i.Requester, i.Impact, i.Urgency,
        i.Priority, i.Category, i.Service, i.Group, i.Assignee, i.Tags, i.ConfigurationItems, i.ExternalReference,
        i.Resolution, i.HoldReason, i.Links, i.CreatedAt, i.UpdatedAt, i.Version, i.Recurrences, i.Merged?.Into, i.Absorbed);
}

/// <summary>An incident in a list: all but its description, which may be large, and its links.</summary>
[FieldsOf(typeof(IncidentRights))]
public sealed record IncidentSummary(
    RecordId Id, string Number, string Practice, IncidentState State, string Title, Contact? Requester, Level Impact,
    Level Urgency, Priority Priority, string? Category, string? Service, string? Group, EmailAddress? Assignee,
    IReadOnlyList<string> Tags, IReadOnlyList<string> ConfigurationItems, string? ExternalReference,
    Resolution? Resolution, HoldReason? HoldReason, Instant CreatedAt, Instant UpdatedAt, int Version)
{
    /// <summary>The summary of an incident.</summary>
    public static IncidentSummary Of(Incident i) => new(
        i.Id, i.Number, Incident.Practice, i.State, i.Title, i.Requester, i.Impact, i.Urgency, i.Priority, i.Category,
        i.Service, i.Group, i.Assignee, i.Tags, i.ConfigurationItems, i.ExternalReference, i.Resolution, i.HoldReason,
        i.CreatedAt, i.UpdatedAt, i.Version);
}

/// <summary>A comment as callers see it.</summary>
public sealed record CommentView(RecordId Id, string Body, Visibility Visibility, Author Author, Instant At)
{
    /// <summary>The view of a stored event; null when it is no comment.</summary>
    public static CommentView? Of(StoredEvent stored) =>
        EventTypes<IncidentEvent>.Read(stored.Type, stored.Data) is IncidentCommented c
            ? new(c.CommentId, c.Body, c.Visibility, c.Author, stored.At)
            : null;
}

/// <summary>An attachment as callers see it; its bytes have a route of their own.</summary>
public sealed record AttachmentView(
    RecordId Id, string Name, string ContentType, long Bytes, string Sha256, Instant At, Actor By,
    Visibility Visibility)
{
    /// <summary>The view of an attachment.</summary>
    public static AttachmentView Of(Attachment a) =>
        new(a.Id, a.Name, a.ContentType, a.Bytes, a.Sha256, a.At, a.By, a.Visibility);
}
