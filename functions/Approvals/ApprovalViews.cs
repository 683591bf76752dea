using ItsmServerless.Changes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>How a change is being decided.</summary>
/// <param name="State">Null as long as nobody was to be asked.</param>
/// <param name="Stage">The stage that is being decided; null when none is.</param>
/// <param name="History">The events of all approvals of the change, oldest first; each approval begins with
/// sequence 1.</param>
public sealed record ApprovalsView(
    ApprovalState? State, string? Stage, IReadOnlyList<StageView> Stages, IReadOnlyList<StoredEvent> History)
{
    /// <summary>The view of the latest approval.</summary>
    /// <param name="latest">Null when there is none: never submitted, authorised beforehand, or about to be
    /// made.</param>
    public static ApprovalsView Of(Change change, Approval? latest, IReadOnlyList<StoredEvent> history)
    {
        if (latest is null) return new(StateOf(change), null, [], history);
        var stages = latest.Stages.Select((_, stage) => StageView.Of(latest, stage)).ToList();
        var current = stages.Find(stage => stage.State is StageState.Pending or StageState.Waiting);
        return new(latest.State, current?.Name, stages, history);
    }

    private static ApprovalState? StateOf(Change change) => change switch
    {
        { Generation: 0 } => null,
        { Policy: null } => ApprovalState.Approved,
        _ => ApprovalState.Pending,
    };
}

/// <summary>A stage, with the ballots of all its questions.</summary>
/// <param name="DueAt">When its timeout acts; null when nobody is asked.</param>
public sealed record StageView(
    string Name, StageState State, Quorum Quorum, Instant? DueAt, IReadOnlyList<BallotView> Ballots)
{
    /// <summary>The view of a stage by its place.</summary>
    public static StageView Of(Approval approval, int stage)
    {
        var questions = approval.Questions.Where(question => question.Stage == stage).ToList();
        var open = approval.Open?.Stage == stage ? approval.Open : null;
        return new(
            approval.Stages[stage].Name, StateOf(approval, questions), approval.Stages[stage].Quorum, open?.DueAt,
            [.. questions.SelectMany(question => question.Ballots).Select(BallotView.Of)]);
    }

    /// <summary>A void question of a pending approval was passed on: its stage is still being decided.</summary>
    private static StageState StateOf(Approval approval, List<Question> questions) => questions switch
    {
        [] => approval.State == ApprovalState.Pending ? StageState.Waiting : StageState.Void,
        [.., { State: StageState.Void }] when approval.State == ApprovalState.Pending => StageState.Pending,
        [.., var last] => last.State,
    };
}

/// <summary>A ballot as callers see it.</summary>
/// <param name="Lost">Why the approver cannot vote; null for those who can or could.</param>
/// <param name="DelegatedTo">Who was asked instead, because the approver became inactive; null for nobody.</param>
public sealed record BallotView(
    EmailAddress Approver, EmailAddress? OnBehalfOf, BallotState State, Instant? DecidedAt, VoteChannel? Channel,
    string? Comment, LeftOutBecause? Lost, EmailAddress? DelegatedTo)
{
    /// <summary>The view of a ballot.</summary>
    public static BallotView Of(Ballot ballot) => new(
        ballot.Approver.Person, ballot.Approver.OnBehalfOf, ballot.State, ballot.DecidedAt, ballot.Channel,
        ballot.Comment, ballot.Lost, ballot.DelegatedTo);
}

/// <summary>A policy as callers see it.</summary>
public sealed record ApprovalPolicyView(
    string Key, PolicyMatch Match, IReadOnlyList<PolicyStage> Stages, bool Retrospective,
    bool ExcludeImplementer, bool MailBallots, OneTimeCodeFor? OneTimeCode, int Version)
{
    /// <summary>The view of a policy.</summary>
    public static ApprovalPolicyView Of(ApprovalPolicy policy) => new(
        policy.Key, policy.Match, policy.Stages, policy.Retrospective == true, policy.ExcludeImplementer,
        policy.MailBallots, policy.OneTimeCode, policy.Version);
}
