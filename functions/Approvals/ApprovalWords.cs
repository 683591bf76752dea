using System.Text.Json.Serialization;

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
    /// <summary>There were too few people to ask: of the policy, of the escalation, and of the admins.</summary>
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
    /// <summary>An answer to the mail that asked, which the person's own domain vouches for.</summary>
    [JsonStringEnumMemberName("mail")] Mail,
}

/// <summary>Which decisions by a link ask for a code that is mailed apart.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OneTimeCodeFor>))]
public enum OneTimeCodeFor
{
    /// <summary>Those on changes of high risk.</summary>
    [JsonStringEnumMemberName("high_risk")] HighRisk,
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

/// <summary>Why somebody whom a policy names is not asked, or not any more.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LeftOutBecause>))]
public enum LeftOutBecause
{
    /// <summary>Asks for it.</summary>
    [JsonStringEnumMemberName("requester")] Requester,
    /// <summary>Makes it, and the policy keeps both apart.</summary>
    [JsonStringEnumMemberName("implementer")] Implementer,
    /// <summary>Works here no more.</summary>
    [JsonStringEnumMemberName("inactive")] Inactive,
    /// <summary>Away without a delegate.</summary>
    [JsonStringEnumMemberName("absent")] Absent,
    /// <summary>Was asked as a member of a group, and is none any more.</summary>
    [JsonStringEnumMemberName("left_group")] LeftGroup,
    /// <summary>Nobody is behind the name: an empty group, a requester without a manager.</summary>
    [JsonStringEnumMemberName("nobody")] Nobody,
}

/// <summary>Whom a question is passed on to when its quorum cannot be met.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PassedTo>))]
public enum PassedTo
{
    /// <summary>Those whom the stage escalates to.</summary>
    [JsonStringEnumMemberName("escalate_to")] EscalateTo,
    /// <summary>The people of role admin.</summary>
    [JsonStringEnumMemberName("admins")] Admins,
    /// <summary>There is nobody left: it is a no.</summary>
    [JsonStringEnumMemberName("nobody")] Nobody,
}
