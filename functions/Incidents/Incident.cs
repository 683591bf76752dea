using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Incidents;

/// <summary>An unplanned interruption to a service, or a reduction of its quality (ISO/IEC 20000-1, 3.2).</summary>
/// <param name="HeldFrom">The state that a resume leads back to; null when not on hold.</param>
public sealed record Incident(
    RecordId Id, string Number, IncidentState State, string Title, string? Description, Contact? Requester,
    Level Impact, Level Urgency, Priority Priority, string? Category, string? Service, string? Group,
    EmailAddress? Assignee, IReadOnlyList<string> Tags, IReadOnlyList<string> ConfigurationItems,
    string? ExternalReference, Resolution? Resolution, HoldReason? HoldReason, IncidentState? HeldFrom,
    IReadOnlyList<Attachment> Attachments, IReadOnlyList<Link> Links, Actor ReportedBy, Instant CreatedAt,
    Instant UpdatedAt, int Version) : IRecord<Incident, IncidentEvent>
{
    /// <summary>When it was resolved last; null while it is not, and for what was resolved before this was
    /// kept.</summary>
    public Instant? ResolvedAt { get; init; }

    /// <summary>How often its alert was heard of again; about a tenth below the truth when that is large.</summary>
    public int Recurrences { get; init; }

    /// <summary>Into which incident it was merged; null while it goes on by itself. Its state is cancelled
    /// meanwhile.</summary>
    public Merge? Merged { get; init; }

    /// <summary>The incidents that were merged into it.</summary>
    public IReadOnlyList<RecordId> Absorbed { get; init; } = [];

    /// <summary>The prefix of incidents' ids.</summary>
    public const string Prefix = "inc";

    /// <summary>The series of incidents' numbers: <c>INC-000001</c>.</summary>
    public const string Series = "INC";

    /// <inheritdoc/>
    public static string Practice => "incident";

    /// <summary>Whether work may still come of it: all but closed and cancelled.</summary>
    [JsonIgnore]
    public bool IsOpen => State is not (IncidentState.Closed or IncidentState.Cancelled);

    /// <inheritdoc/>
    public static Incident Apply(Incident? state, Recorded<IncidentEvent> recorded) =>
        (state is null ? Begin(recorded) : state.After(recorded)) with
        {
            UpdatedAt = recorded.Event is ClockRecalculated ? state!.UpdatedAt : recorded.At,
            Version = recorded.Sequence,
        };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Incident state) => IncidentRows.Of(state);

    /// <summary>Whether the caller may know of it: everybody at the desk, unless they are limited to other groups, and
    /// whose request it is.</summary>
    public bool IsVisibleTo(Caller caller) =>
        caller.Role == Role.Requester ? IsRequestOf(caller) : caller.Reaches(Group);

    /// <inheritdoc/>
    public static bool IsShownTo(Caller caller, Incident state) => state.IsVisibleTo(caller);

    /// <summary>Whether it is the caller's own: their person's, or reported by their key of role requester.</summary>
    public bool IsRequestOf(Caller caller) => (caller.Person is { } person && Requester?.Email == person)
        || (caller.Role == Role.Requester && ReportedBy == caller.Actor);

    /// <summary>The refusal of a move that the state chart does not have.</summary>
    public Problem CannotBecome(IncidentState next) => Problem.InvalidTransition(
        Practice, Words<IncidentState>.Of(State), Words<IncidentState>.Of(next));

    /// <summary>What follows when the requester writes: their hold ends, a resolution is taken back.</summary>
    /// <returns>The comment first, then what it causes.</returns>
    public ImmutableArray<IncidentEvent> RequesterWrote(IncidentCommented comment) => State switch
    {
        IncidentState.OnHold when HoldReason == Incidents.HoldReason.AwaitingRequester =>
            [comment, new IncidentResumed(Because.RequesterReplied)],
        IncidentState.Resolved => [comment, new IncidentReopened("The requester replied.", Because.RequesterReplied)],
        _ => [comment],
    };

    private static Incident Begin(Recorded<IncidentEvent> recorded) => recorded.Event is IncidentReported e
        ? new(recorded.Record, e.Number, IncidentState.New, e.Title, e.Description, e.Requester, e.Impact, e.Urgency,
            e.Priority, e.Category, e.Service, e.Group, e.Assignee, e.Tags, e.ConfigurationItems, e.ExternalReference,
            null, null, null, [], [], recorded.By, recorded.At, recorded.At, 1)
        : throw new InvalidDataException($"{recorded.Record} begins with {recorded.Event.GetType().Name}.");

    private Incident After(Recorded<IncidentEvent> recorded) => recorded.Event switch
    {
        IncidentEdited e => Edited(e),
        IncidentAssigned e => Assigned(e),
        IncidentStarted => this with { State = IncidentState.InProgress },
        IncidentHeld e => this with { State = IncidentState.OnHold, HeldFrom = State, HoldReason = e.Reason },
        IncidentResumed => OffHold(HeldFrom ?? IncidentState.InProgress),
        IncidentResolved e => OffHold(IncidentState.Resolved) with
        {
            Resolution = new(e.Code, e.Note),
            ResolvedAt = recorded.At,
        },
        IncidentReopened => this with { State = IncidentState.InProgress, Resolution = null, ResolvedAt = null },
        IncidentRecurred e => this with { Recurrences = e.Count },
        IncidentClosed => this with { State = IncidentState.Closed },
        IncidentCancelled => OffHold(IncidentState.Cancelled),
        IncidentMerged e => MergedInto(e.Into),
        IncidentUnmerged => Unmerged(Merged!),
        IncidentAbsorbed e => this with { Absorbed = [.. Absorbed, e.Incident] },
        IncidentReleased e => this with { Absorbed = [.. Absorbed.Where(absorbed => absorbed != e.Incident)] },
        IncidentAttached e => this with { Attachments = [.. Attachments, e.At(recorded.At, recorded.By)] },
        IncidentLinked e => this with { Links = [.. Links, new(e.To, e.Kind)] },
        IncidentEscalated e => this with { Priority = e.Priority },
        IncidentCommented or ClockWarned or ClockBreached or ClockRecalculated or IncidentSignalled => this,
        _ => throw new InvalidDataException($"{Id}: event {recorded.Sequence} is {recorded.Event.GetType().Name}."),
    };

    private Incident Edited(IncidentEdited e) => this with
    {
        Title = e.Title ?? Title,
        Description = e.Description.Over(Description),
        Requester = e.Requester.Over(Requester),
        Impact = e.Impact ?? Impact,
        Urgency = e.Urgency ?? Urgency,
        Priority = e.Priority ?? Priority,
        Category = e.Category.Over(Category),
        Service = e.Service.Over(Service),
        Tags = e.Tags ?? Tags,
        ConfigurationItems = e.ConfigurationItems ?? ConfigurationItems,
        ExternalReference = e.ExternalReference.Over(ExternalReference),
    };

    /// <summary>Only <c>new</c> and <c>assigned</c> depend on who is responsible, also for a resume.</summary>
    private Incident Assigned(IncidentAssigned e) => this with
    {
        Assignee = e.Assignee,
        Group = e.Group,
        State = e.Taken(State),
        HeldFrom = HeldFrom is { } held ? e.Taken(held) : null,
    };

    private Incident MergedInto(RecordId into) => OffHold(IncidentState.Cancelled) with
    {
        Merged = new(into, State, HoldReason, HeldFrom),
        Links = [.. Links, new(into, LinkKind.Duplicate)],
    };

    private Incident Unmerged(Merge before) => this with
    {
        State = before.State,
        HoldReason = before.HoldReason,
        HeldFrom = before.HeldFrom,
        Merged = null,
        Links = [.. Links.Where(link => link != new Link(before.Into, LinkKind.Duplicate))],
    };

    private Incident OffHold(IncidentState state) => this with { State = state, HeldFrom = null, HoldReason = null };
}

/// <summary>What can happen to an incident; see also MergeEvents.cs and IncidentClockEvents.cs.</summary>
/// <remarks>The data of each is stored and published for ever: members are added, never renamed.</remarks>
public abstract record IncidentEvent;

/// <summary>Somebody, or something, asked for help. Always the first event.</summary>
[EventType("incident.reported")]
public sealed record IncidentReported(
    string Number, string Title, string? Description, Contact? Requester, Level Impact, Level Urgency,
    Priority Priority, string? Category, string? Service, string? Group, EmailAddress? Assignee,
    IReadOnlyList<string> Tags, IReadOnlyList<string> ConfigurationItems, string? ExternalReference,
    Origin? Origin = null) : IncidentEvent;

/// <summary>Members changed. Absent ones stay; a member that is null was taken away.</summary>
[EventType("incident.edited")]
public sealed record IncidentEdited : IncidentEvent
{
    /// <summary>The new title.</summary>
    public string? Title { get; init; }

    /// <summary>The new description.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Description { get; init; }

    /// <summary>The new requester, whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<Contact> Requester { get; init; }

    /// <summary>The new impact.</summary>
    public Level? Impact { get; init; }

    /// <summary>The new urgency.</summary>
    public Level? Urgency { get; init; }

    /// <summary>The priority that the new impact or urgency makes.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The new category.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Category { get; init; }

    /// <summary>The new service.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Service { get; init; }

    /// <summary>The new tags, all of them.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The new configuration items, all of them.</summary>
    public IReadOnlyList<string>? ConfigurationItems { get; init; }

    /// <summary>The new external reference.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> ExternalReference { get; init; }
}

/// <summary>Who is responsible from now on: both members as they are now, null for nobody.</summary>
[EventType("incident.assigned")]
public sealed record IncidentAssigned(EmailAddress? Assignee, string? Group) : IncidentEvent
{
    /// <summary>The state that follows: <c>new</c> as long as nobody is responsible; later states stay.</summary>
    public IncidentState Taken(IncidentState state) => (state, Assignee, Group) switch
    {
        (IncidentState.New or IncidentState.Assigned, null, null) => IncidentState.New,
        (IncidentState.New, _, _) => IncidentState.Assigned,
        _ => state,
    };
}

/// <summary>Somebody began to work on it.</summary>
[EventType("incident.started")]
public sealed record IncidentStarted : IncidentEvent;

/// <summary>Work waits for somebody else.</summary>
[EventType("incident.held")]
public sealed record IncidentHeld(HoldReason Reason, string? Note) : IncidentEvent;

/// <summary>The wait is over; the state before the hold is back.</summary>
[EventType("incident.resumed")]
public sealed record IncidentResumed(Because Because) : IncidentEvent;

/// <summary>Service is restored.</summary>
[EventType("incident.resolved")]
public sealed record IncidentResolved(string Code, string Note) : IncidentEvent;

/// <summary>The resolution did not hold; work goes on.</summary>
[EventType("incident.reopened")]
public sealed record IncidentReopened(string Reason, Because Because) : IncidentEvent;

/// <summary>Done for good.</summary>
[EventType("incident.closed")]
public sealed record IncidentClosed : IncidentEvent;

/// <summary>Ended without a resolution.</summary>
[EventType("incident.cancelled")]
public sealed record IncidentCancelled(string Reason) : IncidentEvent;

/// <summary>Somebody wrote.</summary>
/// <param name="CommentId"><c>cmt_</c> and a ULID.</param>
/// <param name="FromRequester">The requester wrote it: it may start a next-response clock.</param>
/// <param name="ByAgent">The desk wrote it: if public, it stops the response clocks.</param>
[EventType("incident.commented")]
public sealed record IncidentCommented(
    RecordId CommentId, string Body, Visibility Visibility, Author Author, bool FromRequester, bool ByAgent,
    Origin? Origin = null) : IncidentEvent;

/// <summary>A file was attached; its blob was stored before.</summary>
/// <param name="AttachmentId"><c>att_</c> and a ULID.</param>
/// <param name="Blob">The blob's name in the tenant's container.</param>
/// <param name="Visibility">That of the comment it came with.</param>
[EventType("incident.attached")]
public sealed record IncidentAttached(
    RecordId AttachmentId, string Name, string ContentType, long Bytes, string Sha256, string Blob,
    Origin? Origin = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    Visibility Visibility = Visibility.Public) : IncidentEvent
{
    /// <summary>The attachment as the state keeps it.</summary>
    public Attachment At(Instant at, Actor by) =>
        new(AttachmentId, Name, ContentType, Bytes, Sha256, Blob, at, by, Visibility);
}

/// <summary>It belongs to another record.</summary>
[EventType("incident.linked")]
public sealed record IncidentLinked(RecordId To, LinkKind Kind) : IncidentEvent;

/// <summary>Its alert was heard of again. Not written each time: the more there are, the fewer are told.</summary>
/// <param name="Count">How often by now.</param>
[EventType("incident.recurred")]
public sealed record IncidentRecurred(int Count, Origin? Origin = null) : IncidentEvent;
