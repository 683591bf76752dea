using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Incidents;

/// <summary>Where an incident is in its life; the state chart is in README.md of this folder.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentState>))]
public enum IncidentState
{
    /// <summary>Reported; the desk has given it to nobody yet.</summary>
    [JsonStringEnumMemberName("new")] New,
    /// <summary>A person or a group is responsible.</summary>
    [JsonStringEnumMemberName("assigned")] Assigned,
    /// <summary>Somebody works on it.</summary>
    [JsonStringEnumMemberName("in_progress")] InProgress,
    /// <summary>Nobody can work on it until somebody else has acted.</summary>
    [JsonStringEnumMemberName("on_hold")] OnHold,
    /// <summary>Service is restored; the requester may still object.</summary>
    [JsonStringEnumMemberName("resolved")] Resolved,
    /// <summary>Done for good.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
    /// <summary>Ended without a resolution: reported by mistake, or withdrawn.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>How much is affected (impact), or how soon it hurts (urgency).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Level>))]
public enum Level
{
    /// <summary>The most.</summary>
    [JsonStringEnumMemberName("high")] High,
    /// <summary>What is taken when nothing is said.</summary>
    [JsonStringEnumMemberName("medium")] Medium,
    /// <summary>The least.</summary>
    [JsonStringEnumMemberName("low")] Low,
}

/// <summary>Whom an incident on hold waits for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HoldReason>))]
public enum HoldReason
{
    /// <summary>An answer of the requester; their next comment resumes the work.</summary>
    [JsonStringEnumMemberName("awaiting_requester")] AwaitingRequester,
    /// <summary>A supplier.</summary>
    [JsonStringEnumMemberName("awaiting_supplier")] AwaitingSupplier,
    /// <summary>A change that brings the fix.</summary>
    [JsonStringEnumMemberName("awaiting_change")] AwaitingChange,
}

/// <summary>Why work goes on after a hold or a resolution.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Because>))]
public enum Because
{
    /// <summary>Somebody said so.</summary>
    [JsonStringEnumMemberName("agent")] Agent,
    /// <summary>The requester wrote.</summary>
    [JsonStringEnumMemberName("requester_replied")] RequesterReplied,
    /// <summary>Its alert fired again.</summary>
    [JsonStringEnumMemberName("alert_fired")] AlertFired,
}

/// <summary>Who may read a comment.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Visibility>))]
public enum Visibility
{
    /// <summary>The requester too.</summary>
    [JsonStringEnumMemberName("public")] Public,
    /// <summary>The desk only.</summary>
    [JsonStringEnumMemberName("internal")] Internal,
}

/// <summary>How an incident belongs to another record: this one is …</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LinkKind>))]
public enum LinkKind
{
    /// <summary>… about the same thing.</summary>
    [JsonStringEnumMemberName("related")] Related,
    /// <summary>… the same incident reported again.</summary>
    [JsonStringEnumMemberName("duplicate")] Duplicate,
    /// <summary>… an effect of the other.</summary>
    [JsonStringEnumMemberName("caused_by")] CausedBy,
    /// <summary>… a part of the other.</summary>
    [JsonStringEnumMemberName("parent")] Parent,
}

/// <summary>Who asked for help.</summary>
/// <param name="Name">As people write it; null when unknown.</param>
public sealed record Contact(EmailAddress Email, string? Name = null);

/// <summary>How service was restored.</summary>
/// <param name="Code">The desk's own word for the kind of resolution, e.g. <c>fixed</c>.</param>
/// <param name="Note">What was done, for the requester and for the next such incident.</param>
public sealed record Resolution(string Code, string Note);

/// <summary>The intake that an event came through.</summary>
/// <param name="Source">The intake source.</param>
/// <param name="Receipt">The receipt that holds the raw message.</param>
/// <param name="MessageId">The mail's Message-ID; null for what is no mail.</param>
/// <param name="Match">Why it was taken for an answer to this record; null when it began the record.</param>
/// <param name="IsAutomatic">A machine sent it: nothing may answer it (RFC 3834, 2).</param>
/// <param name="IsUnverified">A stranger to the record sent it: it is passed on to nobody.</param>
public sealed record Origin(
    RecordId Source, RecordId Receipt, string? MessageId = null, string? Match = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsAutomatic = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsUnverified = false);

/// <summary>Who wrote a comment: the person as far as known, and the actor of the timeline.</summary>
public sealed record Author(EmailAddress? Email, string? Name, Actor Actor);

/// <summary>How an incident stood when it was merged into another, for when that is taken back.</summary>
/// <param name="Into">The incident that goes on in its place.</param>
public sealed record Merge(RecordId Into, IncidentState State, HoldReason? HoldReason, IncidentState? HeldFrom);

/// <summary>A file of an incident; its bytes are a blob that was stored before this.</summary>
/// <param name="Name">As the sender called it, for showing only: it never becomes a path or a key.</param>
/// <param name="Sha256">Of the bytes, lower-case hex.</param>
/// <param name="Blob">The blob's name in the tenant's container.</param>
/// <param name="Visibility">That of the comment it came with.</param>
public sealed record Attachment(
    RecordId Id, string Name, string ContentType, long Bytes, string Sha256, string Blob, Instant At, Actor By,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    Visibility Visibility = Visibility.Public)
{
    /// <summary>Whether the caller may see it: everybody at the desk, the requester what is public.</summary>
    public bool IsVisibleTo(Caller caller) => Visibility == Visibility.Public || caller.Role != Role.Requester;
}

/// <summary>A link to another record of the tenant.</summary>
public sealed record Link(RecordId To, LinkKind Kind);
