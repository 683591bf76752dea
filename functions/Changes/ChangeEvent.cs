using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>What can happen to a change.</summary>
/// <remarks>The data of each is stored and published for ever: members are added, never renamed.</remarks>
public abstract record ChangeEvent;

/// <summary>Somebody wrote it down. Always the first event.</summary>
[EventType("change.drafted")]
public sealed record ChangeDrafted(
    string Number, ChangeContent Content, RiskLevel RiskLevel, string ContentHash,
    EmailAddress? Requester) : ChangeEvent;

/// <summary>The content is another one now; it is here as a whole, because it is decided on as a whole.</summary>
[EventType("change.edited")]
public sealed record ChangeEdited(
    ChangeContent Content, RiskLevel RiskLevel, string ContentHash, EmailAddress? Requester) : ChangeEvent;

/// <summary>The approvers are to be asked about this content.</summary>
/// <param name="Generation">1 for the first question; each edit of a submitted change asks again with the
/// next.</param>
/// <param name="Policy">By which policy they are asked; null for a standard change that needs no asking.</param>
/// <param name="Retrospective">True where the policy lets the change be made before they have answered.</param>
[EventType("change.submitted")]
public sealed record ChangeSubmitted(
    int Generation, string ContentHash, PolicyVersion? Policy, EmailAddress? Requester,
    bool? Retrospective = null) : ChangeEvent;

/// <summary>The answer was yes.</summary>
/// <param name="Approval">The approval that decided; null for a standard change, which was authorised
/// beforehand.</param>
/// <param name="Retrospective">True where it came after the change was begun.</param>
[EventType("change.approved")]
public sealed record ChangeApproved(
    RecordId? Approval, int Generation, string ContentHash, bool? Retrospective = null) : ChangeEvent;

/// <summary>The answer was no, or there was none in time.</summary>
/// <param name="Retrospective">True where it came after the change was begun.</param>
[EventType("change.rejected")]
public sealed record ChangeRejected(
    RecordId Approval, int Generation, string ContentHash, string Reason, bool? Retrospective = null) : ChangeEvent;

/// <summary>The window is reserved.</summary>
[EventType("change.scheduled")]
public sealed record ChangeScheduled(Window Window, ScheduleOverride? Override) : ChangeEvent;

/// <summary>Somebody began to make it.</summary>
/// <param name="Retrospective">True for an emergency that is approved afterwards.</param>
[EventType("change.started")]
public sealed record ChangeStarted(bool? Retrospective = null) : ChangeEvent;

/// <summary>Somebody began a task, finished it, left it out, or opened it again.</summary>
[EventType("change.task_moved")]
public sealed record ChangeTaskMoved(int Number, TaskState State, string? Reason) : ChangeEvent;

/// <summary>The owner is reminded of the window.</summary>
/// <param name="Before">How long before it that was to be.</param>
[EventType("change.reminded")]
public sealed record ChangeReminded(Duration Before, Instant Start) : ChangeEvent;

/// <summary>The window is over, and nobody began.</summary>
[EventType("change.window_passed")]
public sealed record ChangeWindowPassed(Window Window) : ChangeEvent;

/// <summary>The owner is asked to look back at it (post-implementation review).</summary>
[EventType("change.review_opened")]
public sealed record ChangeReviewOpened : ChangeEvent;

/// <summary>The owner is asked again.</summary>
/// <param name="Number">1 for the first time.</param>
[EventType("change.review_chased")]
public sealed record ChangeReviewChased(int Number) : ChangeEvent;

/// <summary>It is made, or will not be.</summary>
[EventType("change.completed")]
public sealed record ChangeCompleted(ChangeOutcome Outcome, string Note) : ChangeEvent;

/// <summary>Somebody looked back at it.</summary>
/// <param name="Incidents">What it caused, as the review says; null for nothing.</param>
[EventType("change.reviewed")]
public sealed record ChangeReviewed(string Note, IReadOnlyList<RecordId>? Incidents = null) : ChangeEvent;

/// <summary>An incident was linked to it.</summary>
[EventType("change.incident_linked")]
public sealed record ChangeIncidentLinked(RecordId Incident) : ChangeEvent;

/// <summary>Done for good.</summary>
[EventType("change.closed")]
public sealed record ChangeClosed : ChangeEvent;

/// <summary>It will not be made.</summary>
[EventType("change.cancelled")]
public sealed record ChangeCancelled(string Reason) : ChangeEvent;
