using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>A question that people decide on: at most one outcome, made by those who were asked, on what they were
/// shown.</summary>
/// <param name="Requester">Who asks; never asked. Null when nobody is known.</param>
/// <param name="Generation">Which question about the subject this is; 1 for the first.</param>
/// <param name="Policy">The policy's key; the stages are its snapshot.</param>
/// <param name="Questions">One for each stage begun, and one more for each escalation; the last is open while
/// pending.</param>
public sealed record Approval(
    RecordId Id, ApprovalSubject Subject, EmailAddress? Requester, int Generation, string ContentHash, string Policy,
    int PolicyVersion, IReadOnlyList<PolicyStage> Stages, ApprovalState State, IReadOnlyList<Question> Questions,
    Instant RequestedAt) : IRecord<Approval, ApprovalEvent>
{
    /// <summary>The prefix of approvals' ids.</summary>
    public const string Prefix = "apr";

    /// <summary>How long a link in a mail is good for, at most.</summary>
    public static readonly Duration LinkLife = Duration.FromDays(7);

    /// <inheritdoc/>
    public static string Practice => "approval";

    /// <summary>The question that is open; null before the first, between two stages, and after the end.</summary>
    [JsonIgnore]
    public Question? Open => Questions is [.., { State: StageState.Pending } last] ? last : null;

    /// <summary>The id of the approval that asks about one generation of a subject: always the same.</summary>
    public static RecordId IdFor(TenantId tenant, RecordId subject, int generation) =>
        UlidText.FromKey(Prefix, tenant, $"{subject}/{generation}");

    /// <summary>The stage that a question belongs to.</summary>
    public PolicyStage StageOf(Question question) => Stages[question.Stage];

    /// <summary>How many yes a question needs.</summary>
    public Quorum QuorumOf(Question question) => question.Escalated ? Quorum.AnyOne : StageOf(question).Quorum;

    /// <summary>What the votes on a question decide; null for nothing yet.</summary>
    public ApprovalOutcome? Decided(Question question) => QuorumOf(question).Decides(
        question.Ballots.Count, question.Count(BallotState.Approved), question.Count(BallotState.Rejected),
        StageOf(question).RejectOn);

    /// <summary>When those who have not voted are told again; null for never. A reminder at the end would come too
    /// late.</summary>
    /// <remarks>Links live for seven days at most, so a question that stays open longer reminds at least that
    /// often.</remarks>
    public Instant? RemindAt(Question question)
    {
        var rule = StageOf(question);
        var every = rule.RemindEvery ?? (rule.Timeout > LinkLife ? LinkLife - Duration.FromDays(1) : null);
        return question.RemindedAt + every is { } at && at < question.DueAt ? at : null;
    }

    /// <summary>The end of the approval, as an event.</summary>
    internal ApprovalConcluded Conclude(ApprovalOutcome outcome, ConcludedBecause because) =>
        new(Subject.Id, Generation, ContentHash, outcome, because);

    /// <inheritdoc/>
    public static Approval Apply(Approval? state, Recorded<ApprovalEvent> recorded) =>
        state is null ? Begin(recorded) : state.After(recorded);

    private static Approval Begin(Recorded<ApprovalEvent> recorded) => recorded.Event is ApprovalRequested e
        ? new(recorded.Record, e.Subject, e.Requester, e.Generation, e.ContentHash, e.Policy, e.PolicyVersion, e.Stages,
            ApprovalState.Pending, [], recorded.At)
        : throw new InvalidDataException($"{recorded.Record} begins with {recorded.Event.GetType().Name}.");

    private Approval After(Recorded<ApprovalEvent> recorded) => recorded.Event switch
    {
        ApprovalAsked e => this with { Questions = [.. Questions, e.At(recorded.At)] },
        ApprovalVoted e => Voted(e, recorded.At),
        ApprovalReminded => OnLast(question => question with { RemindedAt = recorded.At }),
        ApprovalTimedOut e => OnLast(question => question.Closed(e.StageBecomes)),
        ApprovalConcluded e => Ended(e.State),
        ApprovalWithdrawn => Ended(ApprovalState.Withdrawn),
        ApprovalVoided => Ended(ApprovalState.Void),
        _ => throw new InvalidDataException($"{Id}: event {recorded.Sequence} is {recorded.Event.GetType().Name}."),
    };

    private Approval Voted(ApprovalVoted e, Instant at)
    {
        var voted = OnLast(question => question.Voted(e, at));
        return voted.Decided(voted.Questions[^1]) switch
        {
            ApprovalOutcome.Approved => voted.OnLast(question => question.Closed(StageState.Approved)),
            ApprovalOutcome.Rejected => voted.OnLast(question => question.Closed(StageState.Rejected)),
            _ => voted,
        };
    }

    private Approval Ended(ApprovalState state)
    {
        var last = state switch
        {
            ApprovalState.Approved => StageState.Approved,
            ApprovalState.Rejected => StageState.Rejected,
            _ => StageState.Void,
        };
        return (Open is null ? this : OnLast(question => question.Closed(last))) with { State = state };
    }

    private Approval OnLast(Func<Question, Question> change) =>
        this with { Questions = [.. Questions.SkipLast(1), change(Questions[^1])] };
}

/// <summary>What is asked about: enough for a mail, without reading the record.</summary>
public sealed record ApprovalSubject(RecordId Id, string Number, string Title);

/// <summary>Somebody who is asked.</summary>
/// <param name="OnBehalfOf">Whose delegate it is; null for those who are asked themselves.</param>
public sealed record Approver(EmailAddress Person, EmailAddress? OnBehalfOf = null);

/// <summary>What can happen to an approval.</summary>
/// <remarks>The data of each is stored and published for ever: members are added, never renamed.</remarks>
public abstract record ApprovalEvent;

/// <summary>Somebody wants a decision. Always the first event; the stages are the policy's at its version.</summary>
[EventType("approval.requested")]
public sealed record ApprovalRequested(
    ApprovalSubject Subject, EmailAddress? Requester, int Generation, string ContentHash, string Policy,
    int PolicyVersion,
    IReadOnlyList<PolicyStage> Stages) : ApprovalEvent;

/// <summary>A question was put; each approver gets a mail with a link of their own.</summary>
/// <param name="Number">The question's number, which links name.</param>
[EventType("approval.asked")]
public sealed record ApprovalAsked(
    ApprovalSubject Subject, EmailAddress? Requester, int Generation, string ContentHash, int Number, int Stage,
    string Name,
    bool Escalated, IReadOnlyList<Approver> Approvers, Instant? DueAt) : ApprovalEvent
{
    /// <summary>The question as the state keeps it.</summary>
    public Question At(Instant at) => new(
        Number, Stage, Escalated, at, DueAt, at, StageState.Pending,
        [.. Approvers.Select(approver => new Ballot(approver))]);
}

/// <summary>Those who have not voted are told again; each gets a fresh link.</summary>
[EventType("approval.reminded")]
public sealed record ApprovalReminded(
    ApprovalSubject Subject, EmailAddress? Requester, int Generation, string ContentHash, int Number, int Stage,
    string Name,
    IReadOnlyList<Approver> Approvers, Instant? DueAt) : ApprovalEvent;

/// <summary>An approver decided.</summary>
/// <param name="Question">The question's number.</param>
/// <param name="ContentHash">What the approver was shown.</param>
/// <param name="Link">Which signed link was used; null for a credential.</param>
[EventType("approval.voted")]
public sealed record ApprovalVoted(
    int Question, EmailAddress Approver, EmailAddress? OnBehalfOf, VoteDecision Decision, VoteChannel Channel,
    string? Comment,
    string ContentHash, string? Link = null) : ApprovalEvent;

/// <summary>A question's time was up.</summary>
/// <param name="Action">What that does to the approval.</param>
[EventType("approval.timed_out")]
public sealed record ApprovalTimedOut(int Question, OnTimeout Action) : ApprovalEvent
{
    /// <summary>What that does to the question.</summary>
    [JsonIgnore]
    public StageState StageBecomes => Action switch
    {
        OnTimeout.Approve => StageState.Approved,
        OnTimeout.Reject => StageState.Rejected,
        _ => StageState.Void,
    };
}

/// <summary>It is decided. Nothing happens to the approval afterwards.</summary>
[EventType("approval.concluded")]
public sealed record ApprovalConcluded(
    RecordId Subject, int Generation, string ContentHash, ApprovalOutcome Outcome,
    ConcludedBecause Because) : ApprovalEvent
{
    /// <summary>The state that follows.</summary>
    [JsonIgnore]
    public ApprovalState State => Outcome == ApprovalOutcome.Approved ? ApprovalState.Approved : ApprovalState.Rejected;
}

/// <summary>What was asked about was cancelled.</summary>
[EventType("approval.withdrawn")]
public sealed record ApprovalWithdrawn : ApprovalEvent;

/// <summary>What was asked about was edited; ballots used and unused count for nothing.</summary>
[EventType("approval.voided")]
public sealed record ApprovalVoided : ApprovalEvent;
