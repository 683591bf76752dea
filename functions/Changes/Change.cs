using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>The addition, modification or removal of anything that could affect services (ITIL 4; ISO/IEC 20000-1,
/// 8.5.1).</summary>
/// <param name="Requester">Who asks for it: the person who wrote or submitted it last; for a machine, the owner.
/// Never approves it.</param>
/// <param name="Generation">How often approvers were asked; 0 before the first submission. Only the answer to the
/// last question counts.</param>
public sealed record Change(
    RecordId Id, string Number, ChangeState State, ChangeContent Content, string ContentHash, EmailAddress? Requester,
    int Generation, PolicyVersion? Policy, ChangeOutcome? Outcome, string? OutcomeNote, ScheduleOverride? Override,
    IReadOnlyList<Review> Reviews, string? RejectedBecause, Instant CreatedAt,
    Instant UpdatedAt) : IRecord<Change, ChangeEvent>
{
    /// <summary>The prefix of changes' ids.</summary>
    public const string Prefix = "chg";

    /// <summary>The series of changes' numbers: <c>CHG-000001</c>.</summary>
    public const string Series = "CHG";

    /// <summary>How callers may name a change: by id or by number.</summary>
    public static NumberedKind Numbered { get; } = new("change", Prefix, Series);

    /// <inheritdoc/>
    public static string Practice => Numbered.Practice;

    /// <summary>Everybody who wrote a part of it or submitted it; none of them approves it.</summary>
    public IReadOnlyList<EmailAddress> Authors { get; init; } = [];

    /// <summary>How far each task is that somebody began, finished or skipped; the others are open.</summary>
    public IReadOnlyList<TaskProgress> TaskStates { get; init; } = [];

    /// <summary>The highest number that a task ever had; 0 before the first edit. Numbers are not used
    /// again.</summary>
    public int LastTask { get; init; }

    /// <summary>Whether it may be made before it is approved: an emergency, by a policy that allows it.</summary>
    public bool MayStartUnapproved { get; init; }

    /// <summary>How the approval afterwards goes; null unless it was made before it was approved.</summary>
    public RetrospectiveApproval? Retrospective { get; init; }

    /// <summary>When somebody began to make it.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>When making it ended.</summary>
    public Instant? CompletedAt { get; init; }

    /// <summary>When its window was reserved.</summary>
    public Instant? ScheduledAt { get; init; }

    /// <summary>The shortest time before the window at which its owner was reminded; null before the first.</summary>
    public Duration? RemindedBefore { get; init; }

    /// <summary>When it was said that the window passed without a start.</summary>
    public Instant? WindowPassedAt { get; init; }

    /// <summary>When somebody was asked to look back at it.</summary>
    public Instant? ReviewOpenedAt { get; init; }

    /// <summary>How often that was asked again.</summary>
    public int ReviewChases { get; init; }

    /// <summary>The incidents that are linked to it.</summary>
    public IReadOnlyList<RecordId> Incidents { get; init; } = [];

    /// <summary>Whether something may still come of it: all but closed and cancelled.</summary>
    [JsonIgnore]
    public bool IsOpen => State is not (ChangeState.Closed or ChangeState.Cancelled);

    /// <summary>Whether its window is taken: scheduled, or being made.</summary>
    [JsonIgnore]
    public bool HoldsWindow => State is ChangeState.Scheduled or ChangeState.Implementing;

    /// <summary>How far a task is.</summary>
    public TaskState StateOf(int task) =>
        TaskStates.FirstOrDefault(progress => progress.Number == task)?.State ?? TaskState.Open;

    /// <summary>Whether nothing is to be done for a task any more.</summary>
    public bool IsOver(int task) => StateOf(task) is TaskState.Done or TaskState.Skipped;

    /// <inheritdoc/>
    public static Change Apply(Change? state, Recorded<ChangeEvent> recorded) =>
        (state is null ? Begin(recorded) : state.After(recorded)) with { UpdatedAt = recorded.At };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Change state) => ChangeRows.Of(state);

    /// <summary>The refusal of a move that the state chart does not have.</summary>
    public Problem CannotBecome(ChangeState next) =>
        Problem.InvalidTransition("change", Words<ChangeState>.Of(State), Words<ChangeState>.Of(next));

    /// <summary>The move when the state is one of those it may start from; the refusal otherwise.</summary>
    internal Decision<ChangeEvent> Move(ChangeState next, ChangeEvent moved, params ReadOnlySpan<ChangeState> from) =>
        from.Contains(State) ? moved : CannotBecome(next);

    private static Change Begin(Recorded<ChangeEvent> recorded) => recorded.Event is ChangeDrafted e
        ? new(recorded.Record, e.Number, ChangeState.Draft, e.Content, e.ContentHash, e.Requester, 0, null, null, null,
            null, [], null, recorded.At, recorded.At)
        { Authors = And([], e.Requester) }
        : throw new InvalidDataException($"{recorded.Record} begins with {recorded.Event.GetType().Name}.");

    private Change After(Recorded<ChangeEvent> recorded) => recorded.Event switch
    {
        ChangeEdited e => Edited(e),
        ChangeSubmitted e => this with
        {
            State = ChangeState.AwaitingApproval,
            Generation = e.Generation,
            Policy = e.Policy,
            Requester = e.Requester,
            Authors = And(Authors, e.Requester),
            MayStartUnapproved = e.Retrospective == true,
        },
        ChangeApproved { Retrospective: true } => this with { Retrospective = RetrospectiveApproval.Approved },
        ChangeApproved => this with { State = ChangeState.Approved },
        ChangeRejected { Retrospective: true } e => this with
        {
            Retrospective = RetrospectiveApproval.Rejected,
            RejectedBecause = e.Reason,
        },
        ChangeRejected e => this with { State = ChangeState.Rejected, RejectedBecause = e.Reason },
        ChangeScheduled e => this with
        {
            State = ChangeState.Scheduled,
            Override = e.Override,
            ScheduledAt = recorded.At,
            RemindedBefore = null,
        },
        ChangeStarted e => this with
        {
            State = ChangeState.Implementing,
            StartedAt = recorded.At,
            Retrospective = e.Retrospective == true ? RetrospectiveApproval.Pending : null,
        },
        ChangeReminded e => this with { RemindedBefore = e.Before },
        ChangeWindowPassed => this with { WindowPassedAt = recorded.At },
        ChangeReviewOpened => this with { ReviewOpenedAt = recorded.At },
        ChangeReviewChased e => this with { ReviewChases = e.Number },
        ChangeTaskMoved e => this with { TaskStates = Moved(e, recorded) },
        ChangeCompleted e => this with
        {
            State = ChangeState.Implemented,
            Outcome = e.Outcome,
            OutcomeNote = e.Note,
            CompletedAt = recorded.At,
        },
        ChangeReviewed e => this with
        {
            Reviews = [.. Reviews, new(e.Note, recorded.At, recorded.By)],
            Retrospective = Retrospective is RetrospectiveApproval.Rejected
                ? RetrospectiveApproval.RejectionReviewed
                : Retrospective,
        },
        ChangeIncidentLinked e => this with { Incidents = [.. Incidents, e.Incident] },
        ChangeClosed => this with { State = ChangeState.Closed },
        ChangeCancelled => this with { State = ChangeState.Cancelled },
        _ => throw new InvalidDataException($"{Id}: event {recorded.Sequence} is {recorded.Event.GetType().Name}."),
    };

    private TaskProgress[] Moved(ChangeTaskMoved e, Recorded<ChangeEvent> recorded) =>
    [
        .. TaskStates.Where(progress => progress.Number != e.Number),
        new(e.Number, e.State, e.Reason, recorded.At, recorded.By),
    ];

    private static IReadOnlyList<EmailAddress> And(IReadOnlyList<EmailAddress> authors, EmailAddress? another) =>
        another is not { } one || authors.Contains(one) ? authors : [.. authors, one];

    /// <summary>The highest number that a task has or had.</summary>
    public int HighestTask() => Content.AllTasks.Select(task => task.Number).Append(LastTask).Max();

    /// <summary>What was decided on other content is not decided on this.</summary>
    private Change Edited(ChangeEdited e) => this with
    {
        Content = e.Content,
        ContentHash = e.ContentHash,
        LastTask = HighestTask(),
        Requester = e.Requester,
        Authors = And(Authors, e.Requester),
        State = ChangeState.Draft,
        RejectedBecause = null,
        MayStartUnapproved = false,
        WindowPassedAt = null,
    };
}
