using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>What is asked about: enough for a mail, without reading the record.</summary>
public sealed record ApprovalSubject(RecordId Id, string Number, string Title);

/// <summary>What rules need to know of the subject, as it was submitted.</summary>
/// <param name="Type">The type of change.</param>
/// <param name="Service">Whose owner may be asked; null for none.</param>
/// <param name="Implementer">Who makes it and is not asked; null when nobody is known or the policy does not keep
/// both apart.</param>
/// <param name="MailBallots">Whether an answer by mail may decide: the policy says so, and the risk is not
/// high.</param>
/// <param name="OneTimeCode">Whether a decision by a link needs a code: the policy says so, and the risk is
/// high.</param>
/// <param name="Authors">Who wrote parts of it, and is not asked; null for nobody beside the requester.</param>
public sealed record ApprovalFacts(
    string Type, string? Service, EmailAddress? Implementer, bool MailBallots = false, bool OneTimeCode = false,
    IReadOnlyList<EmailAddress>? Authors = null);

/// <summary>What can happen to an approval.</summary>
/// <remarks>The data of each is stored and published for ever: members are added, never renamed.</remarks>
public abstract record ApprovalEvent;

/// <summary>Somebody wants a decision. Always the first event; the stages are the policy's at its version.</summary>
[EventType("approval.requested")]
public sealed record ApprovalRequested(
    ApprovalSubject Subject, EmailAddress? Requester, int Generation, string ContentHash, string Policy,
    int PolicyVersion, IReadOnlyList<PolicyStage> Stages, ApprovalFacts? Facts = null) : ApprovalEvent;

/// <summary>A question was put; each approver gets a mail with a link of their own.</summary>
/// <param name="Number">The question's number, which links name.</param>
/// <param name="Escalated">Whether it is put to others than the stage names.</param>
/// <param name="ToAdmins">Whether those are the tenant's admins.</param>
/// <param name="Absent">Those who count towards the quorum, and are not asked because they are away; null for
/// none.</param>
/// <param name="LeftOut">Whom the policy names beside these, and why they are not asked; null for nobody.</param>
/// <param name="MailBallots">Whether the mail itself can be answered with the decision.</param>
[EventType("approval.asked")]
public sealed record ApprovalAsked(
    ApprovalSubject Subject, EmailAddress? Requester, int Generation, string ContentHash, int Number, int Stage,
    string Name, bool Escalated, IReadOnlyList<Approver> Approvers, Instant? DueAt, bool ToAdmins = false,
    IReadOnlyList<Approver>? Absent = null, IReadOnlyList<LeftOut>? LeftOut = null,
    bool MailBallots = false) : ApprovalEvent
{
    /// <summary>The question as the state keeps it.</summary>
    public Question At(Instant at) => new(
        Number, Stage, Escalated, at, DueAt, at, StageState.Pending,
        [
            .. Approvers.Select(approver => new Ballot(approver)),
            .. Absent?.Select(approver => new Ballot(approver).LostTo(LeftOutBecause.Absent)) ?? [],
        ],
        ToAdmins);
}

/// <summary>Those who have not voted are told again; each gets a fresh link.</summary>
/// <param name="MailBallots">As <see cref="ApprovalAsked"/> says it.</param>
[EventType("approval.reminded")]
public sealed record ApprovalReminded(
    ApprovalSubject Subject, EmailAddress? Requester, int Generation, string ContentHash, int Number, int Stage,
    string Name, IReadOnlyList<Approver> Approvers, Instant? DueAt, bool MailBallots = false) : ApprovalEvent;

/// <summary>An approver decided.</summary>
/// <param name="Question">The question's number.</param>
/// <param name="ContentHash">What the approver was shown.</param>
/// <param name="Link">Which signed link or address for answers was used; null for a credential.</param>
/// <param name="Decides">Whether its question is decided by it; null in votes from before that was said.</param>
[EventType("approval.voted")]
public sealed record ApprovalVoted(
    int Question, EmailAddress Approver, EmailAddress? OnBehalfOf, VoteDecision Decision, VoteChannel Channel,
    string? Comment, string ContentHash, string? Link = null, bool? Decides = null) : ApprovalEvent;

/// <summary>A code was made that a decision by a link has to bring; it is mailed to the approver.</summary>
/// <param name="Key">Which signing key, with <paramref name="Seed"/>, gives the code; it is kept nowhere.</param>
/// <param name="Until">From then on it is worth nothing.</param>
[EventType("approval.code_asked")]
public sealed record ApprovalCodeAsked(
    ApprovalSubject Subject, int Question, EmailAddress Approver, VoteDecision Decision, string Key, string Seed,
    Instant Until) : ApprovalEvent;

/// <summary>A code was entered that is not the one.</summary>
[EventType("approval.code_failed")]
public sealed record ApprovalCodeFailed(int Question, EmailAddress Approver, VoteDecision Decision) : ApprovalEvent;

/// <summary>An approver took the vote back while the question was open.</summary>
[EventType("approval.vote_withdrawn")]
public sealed record ApprovalVoteWithdrawn(int Question, EmailAddress Approver) : ApprovalEvent;

/// <summary>A vote came too late, and counts for nothing. Recorded once for each approver.</summary>
/// <param name="State">How the approval stood.</param>
[EventType("approval.vote_refused")]
public sealed record ApprovalVoteRefused(
    int Question, EmailAddress Approver, VoteDecision Decision, VoteChannel Channel,
    ApprovalState State) : ApprovalEvent;

/// <summary>Some who were asked cannot vote any more; what they voted before stands.</summary>
[EventType("approval.approvers_lost")]
public sealed record ApproversLost(int Question, IReadOnlyList<LeftOut> LeftOut) : ApprovalEvent;

/// <summary>Others are asked the open question in the place of some who became inactive; each gets a mail with a link
/// of their own.</summary>
/// <param name="Approvers">Each stands in for whoever <see cref="Approver.Principal"/> names.</param>
/// <param name="MailBallots">As <see cref="ApprovalAsked"/> says it.</param>
[EventType("approval.delegated")]
public sealed record ApprovalDelegated(
    ApprovalSubject Subject, EmailAddress? Requester, int Generation, string ContentHash, int Number, int Stage,
    string Name, IReadOnlyList<Approver> Approvers, Instant? DueAt, bool MailBallots = false) : ApprovalEvent;

/// <summary>A question can never be answered by those who are left; others are asked.</summary>
[EventType("approval.passed_on")]
public sealed record ApprovalPassedOn(int Question, PassedTo To) : ApprovalEvent;

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
