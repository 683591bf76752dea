using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
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
        "CAB", [new("group:cab")], quorum ?? new(QuorumKind.All), rejectOn, timeout ?? Duration.FromDays(3), onTimeout,
        onTimeout == OnTimeout.Escalate ? [new("boss@acme.example")] : [], remindEvery);

    /// <summary>Requested, nobody asked yet.</summary>
    public static Approval About(params PolicyStage[] stages) => About(new ApprovalFacts("normal", null, null), stages);

    /// <summary>The same for another type of change, or with an implementer.</summary>
    public static Approval About(ApprovalFacts facts, params PolicyStage[] stages) => Approval.Apply(null, new(
        Id, 1, Start, Actor.System, new ApprovalRequested(
            new(new("chg_1"), "CHG-000001", "Replace the switch"), Requester, 1, Hash, "cab", 1, stages, facts)));

    /// <summary>People whom a policy names one by one, about whom nothing is on record.</summary>
    public static Roster Roster(params string[] people) => new(
        [.. people.Select(name => new NamedPerson(Person(name)))], new Dictionary<EmailAddress, Person>(), []);

    /// <summary>The same with something on record.</summary>
    public static Roster With(this Roster roster, params Person[] entries) =>
        roster with { Entries = entries.ToDictionary(entry => entry.Email) };

    /// <summary>The same, all found in a group.</summary>
    public static Roster In(this Roster roster, string group) =>
        roster with { Named = [.. roster.Named.Select(named => named with { Group = group })] };

    public static Person Entry(string name, Delegation? to = null, Absence? absent = null, bool isActive = true) =>
        new(
            ItsmServerless.Tenants.Person.IdOf(Person(name)), Person(name), name, null, null, null, to, 1, null, absent,
            isActive);

    /// <summary>A delegation that lasts from a day before the start to a day after it.</summary>
    public static Delegation To(string name) =>
        new(Person(name), Start - Duration.FromDays(1), Start + Duration.FromDays(1), "On leave");

    /// <summary>An absence that began a day before the start.</summary>
    public static Absence Away(Duration until) => new(Start - Duration.FromDays(1), Start + until, "On leave");

    /// <summary>With the first question put to these people.</summary>
    public static Approval Of(PolicyStage stage, params string[] people) => About(stage).Ask(1, 0, people);

    public static Approval Ask(this Approval approval, int number, int stage, params string[] people) =>
        approval.After(AskApprovers.Decide(
            approval, new(number, stage, false, approval.Stages[stage].Approvers), Roster(people), Start));

    /// <summary>The next question, put to whomever is named.</summary>
    public static Approval AskNext(this Approval approval, Roster roster, Instant? now = null) => approval.After(
        AskApprovers.Decide(approval, (NextStep.Ask)NextStep.Of(approval, now ?? Start), roster, now ?? Start));

    public static Decision<ApprovalEvent> Vote(
        this Approval approval, string name, VoteDecision decision, string hash = Hash, int? question = null) =>
        CastVote.Decide(approval, new(Person(name), decision, VoteChannel.Link, null, hash, question));

    public static Approval Approve(this Approval approval, string name) =>
        approval.After(approval.Vote(name, VoteDecision.Approve));

    public static Approval Reject(this Approval approval, string name) =>
        approval.After(approval.Vote(name, VoteDecision.Reject));

    public static Approval Withdraw(this Approval approval, string name) =>
        approval.After(WithdrawVote.Decide(approval, Person(name), Hash));

    public static Approval After(this Approval approval, Decision<ApprovalEvent> decision)
    {
        if (decision.Refusal is { } refusal) throw new InvalidOperationException(refusal.Detail);
        return decision.Events.Aggregate(
            approval, (state, e) => Approval.Apply(state, new(Id, 1, Start, Actor.System, e)));
    }
}
