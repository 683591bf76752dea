using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>Where a change is in its life; the state chart is in README.md of this folder.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeState>))]
public enum ChangeState
{
    /// <summary>Being written.</summary>
    [JsonStringEnumMemberName("draft")] Draft,
    /// <summary>The approvers are asked.</summary>
    [JsonStringEnumMemberName("awaiting_approval")] AwaitingApproval,
    /// <summary>It may be scheduled.</summary>
    [JsonStringEnumMemberName("approved")] Approved,
    /// <summary>It may not be made as it is; an edit makes it a draft again.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
    /// <summary>Its window is reserved.</summary>
    [JsonStringEnumMemberName("scheduled")] Scheduled,
    /// <summary>Somebody makes it now.</summary>
    [JsonStringEnumMemberName("implementing")] Implementing,
    /// <summary>Made, failed or rolled back; the review is open.</summary>
    [JsonStringEnumMemberName("implemented")] Implemented,
    /// <summary>Done for good.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
    /// <summary>Ended before anybody began to make it.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>How much ceremony a change needs (ITIL 4, change enablement).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeType>))]
public enum ChangeType
{
    /// <summary>Low risk, well understood, authorised beforehand.</summary>
    [JsonStringEnumMemberName("standard")] Standard,
    /// <summary>Assessed and authorised one by one.</summary>
    [JsonStringEnumMemberName("normal")] Normal,
    /// <summary>Cannot wait for the usual way.</summary>
    [JsonStringEnumMemberName("emergency")] Emergency,
}

/// <summary>How bad (impact), how probable (likelihood), and the two together.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RiskLevel>))]
public enum RiskLevel
{
    /// <summary>The most.</summary>
    [JsonStringEnumMemberName("high")] High,
    /// <summary>Between.</summary>
    [JsonStringEnumMemberName("medium")] Medium,
    /// <summary>The least.</summary>
    [JsonStringEnumMemberName("low")] Low,
}

/// <summary>How making a change ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeOutcome>))]
public enum ChangeOutcome
{
    /// <summary>As planned.</summary>
    [JsonStringEnumMemberName("successful")] Successful,
    /// <summary>Not as planned, and not undone.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
    /// <summary>Undone by its back-out plan.</summary>
    [JsonStringEnumMemberName("rolled_back")] RolledBack,
}

/// <summary>How the approval goes of a change that was begun before it was approved.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RetrospectiveApproval>))]
public enum RetrospectiveApproval
{
    /// <summary>The approvers are asked; the change cannot be closed.</summary>
    [JsonStringEnumMemberName("pending")] Pending,
    /// <summary>The answer was yes.</summary>
    [JsonStringEnumMemberName("approved")] Approved,
    /// <summary>The answer was no; the change cannot be closed before that is reviewed.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,
    /// <summary>The answer was no, and a review says what follows from it.</summary>
    [JsonStringEnumMemberName("rejection_reviewed")] RejectionReviewed,
}

/// <summary>How far a task is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskState>))]
public enum TaskState
{
    /// <summary>Nobody has begun.</summary>
    [JsonStringEnumMemberName("open")] Open,
    /// <summary>Somebody works on it.</summary>
    [JsonStringEnumMemberName("in_progress")] InProgress,
    /// <summary>Done.</summary>
    [JsonStringEnumMemberName("done")] Done,
    /// <summary>It will not be done, for a reason.</summary>
    [JsonStringEnumMemberName("skipped")] Skipped,
}

/// <summary>How it is made, undone and proved (ISO/IEC 20000-1, 8.5.1.3).</summary>
public sealed record Plan(string Implementation, string Backout, string Test);

/// <summary>When it is made: from the start up to, not including, the end.</summary>
public sealed record Window(Instant Start, Instant End)
{
    /// <summary>Whether some instant lies in both; windows that only touch do not overlap.</summary>
    public bool Overlaps(Instant from, Instant until) => Start < until && from < End;
}

/// <summary>A policy of approvals as it stood at one version.</summary>
public sealed record PolicyVersion(string Key, int Version);

/// <summary>Who let a change be scheduled in spite of what stood against it, and why.</summary>
/// <param name="Conflicts">Freezes by key and changes by number, as they were named to the caller.</param>
public sealed record ScheduleOverride(string Reason, IReadOnlyList<string> Conflicts);

/// <summary>What was learned from making a change.</summary>
public sealed record Review(string Note, Instant At, Actor By);

/// <summary>How far a task came.</summary>
/// <param name="Reason">Why it is skipped; null otherwise.</param>
public sealed record TaskProgress(int Number, TaskState State, string? Reason, Instant At, Actor By);
