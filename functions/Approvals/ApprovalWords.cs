using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>How an approval stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalState>))]
public enum ApprovalState
{
    /// <summary>Somebody is asked, or is about to be.</summary>
    [JsonStringEnumMemberName("pending")] Pending,
    /// <summary>Yes.</summary>
    [JsonStringEnumMemberName("approved")] Approved,
    /// <summary>No.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
    /// <summary>What was asked about was cancelled.</summary>
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
    /// <summary>What was asked about is another thing now; a newer approval asks about that.</summary>
    [JsonStringEnumMemberName("void")] Void,
}

/// <summary>The one outcome that an approval can have.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalOutcome>))]
public enum ApprovalOutcome
{
    /// <summary>Yes.</summary>
    [JsonStringEnumMemberName("approved")] Approved,
    /// <summary>No.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
}

/// <summary>What brought the outcome about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConcludedBecause>))]
public enum ConcludedBecause
{
    /// <summary>The votes.</summary>
    [JsonStringEnumMemberName("votes")] Votes,
    /// <summary>The time was up, and the policy says what that means.</summary>
    [JsonStringEnumMemberName("timeout")] Timeout,
    /// <summary>There were too few people to ask: unknown groups, or only the requester.</summary>
    [JsonStringEnumMemberName("too_few_approvers")] TooFewApprovers,
}

/// <summary>What an approver says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VoteDecision>))]
public enum VoteDecision
{
    /// <summary>Yes.</summary>
    [JsonStringEnumMemberName("approve")] Approve,
    /// <summary>No.</summary>
    [JsonStringEnumMemberName("reject")] Reject,
}

/// <summary>How an approver said it, which says how well the identity was proved.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VoteChannel>))]
public enum VoteChannel
{
    /// <summary>A credential of the person.</summary>
    [JsonStringEnumMemberName("api")] Api,
    /// <summary>The signed link that was mailed to the person.</summary>
    [JsonStringEnumMemberName("link")] Link,
}

/// <summary>How a ballot stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BallotState>))]
public enum BallotState
{
    /// <summary>Not used yet.</summary>
    [JsonStringEnumMemberName("pending")] Pending,
    /// <summary>Used for yes.</summary>
    [JsonStringEnumMemberName("approved")] Approved,
    /// <summary>Used for no.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
    /// <summary>Not used, and cannot be any more.</summary>
    [JsonStringEnumMemberName("void")] Void,
}

/// <summary>How a stage stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StageState>))]
public enum StageState
{
    /// <summary>An earlier one is not decided yet.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,
    /// <summary>Its approvers are asked.</summary>
    [JsonStringEnumMemberName("pending")] Pending,
    /// <summary>Yes.</summary>
    [JsonStringEnumMemberName("approved")] Approved,
    /// <summary>No.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
    /// <summary>The approval ended before the stage was decided.</summary>
    [JsonStringEnumMemberName("void")] Void,
}

/// <summary>The vote of one approver in one question.</summary>
public sealed record Ballot(
    Approver Approver, BallotState State = BallotState.Pending, Instant? DecidedAt = null, VoteChannel? Channel = null,
    string? Comment = null)
{
    /// <summary>The ballot after its vote.</summary>
    public Ballot Used(ApprovalVoted vote, Instant at) => this with
    {
        State = vote.Decision == VoteDecision.Approve ? BallotState.Approved : BallotState.Rejected,
        DecidedAt = at,
        Channel = vote.Channel,
        Comment = vote.Comment,
    };

    /// <summary>The ballot when no vote can come any more.</summary>
    public Ballot Closed() => State == BallotState.Pending ? this with { State = BallotState.Void } : this;
}

/// <summary>One question put to a group of people: a stage asks once, and once more after each escalation.</summary>
/// <param name="Number">1 for the first question of the approval; links and votes name it.</param>
/// <param name="Stage">The stage's place in the policy, from 0.</param>
/// <param name="Escalated">Whether it was put to those whom the policy escalates to.</param>
/// <param name="DueAt">When the policy's timeout acts; null when there is none.</param>
/// <param name="RemindedAt">When somebody was last asked or reminded.</param>
public sealed record Question(
    int Number, int Stage, bool Escalated, Instant AskedAt, Instant? DueAt, Instant RemindedAt, StageState State,
    IReadOnlyList<Ballot> Ballots)
{
    /// <summary>Those who have not voted.</summary>
    [JsonIgnore]
    public IEnumerable<Approver> Pending =>
        Ballots.Where(ballot => ballot.State == BallotState.Pending).Select(ballot => ballot.Approver);

    /// <summary>The ballot of a person; null when the person is not asked.</summary>
    public Ballot? BallotOf(EmailAddress person) => Ballots.FirstOrDefault(ballot => ballot.Approver.Person == person);

    /// <summary>The question after it was decided or passed over: ballots that were not used are void.</summary>
    public Question Closed(StageState state) => this with
    {
        State = state,
        Ballots = [.. Ballots.Select(ballot => ballot.Closed())],
    };

    /// <summary>The question after a vote.</summary>
    public Question Voted(ApprovalVoted vote, Instant at) => this with
    {
        Ballots = [.. Ballots.Select(ballot => ballot.Approver.Person == vote.Approver ? ballot.Used(vote,
        at) : ballot)],
    };

    /// <summary>How many ballots stand so.</summary>
    public int Count(BallotState state) => Ballots.Count(ballot => ballot.State == state);
}
