using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Tests.Unit.Approvals;

/// <summary>Approvals at work, reached by decisions alone.</summary>
internal static class Asked
{
    public const string Hash = "f00d";
    public static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);
    public static readonly EmailAddress Requester = new("rita@acme.example");
    public static readonly RecordId Id = Approval.IdFor(new("ten_x"), new("chg_1"), 1);

    public static EmailAddress Person(string name) => new($"{name}@acme.example");

    public static PolicyStage Stage(
        Quorum? quorum = null, RejectOn rejectOn = RejectOn.Impossible, OnTimeout onTimeout = OnTimeout.Reject,
        Duration? remindEvery = null, Duration? timeout = null) => new(
        "CAB", ["group:cab"], quorum ?? new(QuorumKind.All), rejectOn, timeout ?? Duration.FromDays(3), onTimeout,
        onTimeout == OnTimeout.Escalate ? ["boss@acme.example"] : [], remindEvery);

    /// <summary>Requested, nobody asked yet.</summary>
    public static Approval About(params PolicyStage[] stages) => Approval.Apply(null, new(
        Id, 1, Start, Actor.System, new ApprovalRequested(
            new(new("chg_1"), "CHG-000001", "Replace the switch"), Requester, 1, Hash, "cab", 1, stages)));

    /// <summary>With the first question put to these people.</summary>
    public static Approval Of(PolicyStage stage, params string[] people) => About(stage).Ask(1, 0, people);

    public static Approval Ask(this Approval approval, int number, int stage, params string[] people) => approval.After(
        AskApprovers.Decide(approval, number, stage, false, people.Select(name => new Approver(Person(name))), Start));

    public static Decision<ApprovalEvent> Vote(
        this Approval approval, string name, VoteDecision decision, string hash = Hash, int? question = null) =>
        CastVote.Decide(approval, new(Person(name), decision, VoteChannel.Link, null, hash, question));

    public static Approval Approve(this Approval approval, string name) =>
        approval.After(approval.Vote(name, VoteDecision.Approve));

    public static Approval Reject(this Approval approval, string name) =>
        approval.After(approval.Vote(name, VoteDecision.Reject));

    public static Approval After(this Approval approval, Decision<ApprovalEvent> decision)
    {
        if (decision.Refusal is { } refusal) throw new InvalidOperationException(refusal.Detail);
        return decision.Events.Aggregate(
            approval, (state, e) => Approval.Apply(state, new(Id, 1, Start, Actor.System, e)));
    }
}
