using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>A question that people decide on: at most one outcome, made by those who were asked, on what they were
/// shown.</summary>
/// <param name="Requester">Who asks; never asked. Null when nobody is known.</param>
/// <param name="Generation">Which question about the subject this is; 1 for the first.</param>
/// <param name="Policy">The policy's key; the stages are its snapshot.</param>
/// <param name="Questions">One for each stage begun, and one more for each escalation; the last is open while
/// pending.</param>
/// <param name="Facts">What rules look at; null for approvals from before there were such rules.</param>
public sealed record Approval(
    RecordId Id, ApprovalSubject Subject, EmailAddress? Requester, int Generation, string ContentHash, string Policy,
    int PolicyVersion, IReadOnlyList<PolicyStage> Stages, ApprovalState State, IReadOnlyList<Question> Questions,
    Instant RequestedAt, ApprovalFacts? Facts = null) : IRecord<Approval, ApprovalEvent>
{
    /// <summary>The prefix of approvals' ids.</summary>
    public const string Prefix = "apr";

    /// <summary>The partition of the rows of open approvals; the row is the id.</summary>
    public const string PendingPartition = "pending-approval";

    /// <summary>How long a link in a mail is good for, at most.</summary>
    public static readonly Duration LinkLife = Duration.FromDays(7);

    /// <inheritdoc/>
    public static string Practice => "approval";

    /// <summary>The question that is open; null before the first, between two stages, and after the end.</summary>
    [JsonIgnore]
    public Question? Open => Questions is [.., { State: StageState.Pending } last] ? last : null;

    /// <summary>Whether an answer by mail may be a vote.</summary>
    [JsonIgnore]
    public bool TakesMail => Facts?.MailBallots == true;

    /// <summary>Whether a decision by a link needs a code.</summary>
    [JsonIgnore]
    public bool AsksCode => Facts?.OneTimeCode == true;

    /// <summary>The id of the approval that asks about one generation of a subject: always the same.</summary>
    public static RecordId IdFor(TenantId tenant, RecordId subject, int generation) =>
        UlidText.FromKey(Prefix, tenant, $"{subject}/{generation}");

    /// <summary>The stage that a question belongs to.</summary>
    public PolicyStage StageOf(Question question) => Stages[question.Stage];

    /// <summary>How many yes a question needs.</summary>
    public Quorum QuorumOf(Question question) => question.Escalated ? Quorum.AnyOne : StageOf(question).Quorum;

    /// <summary>What the votes on a question decide; null for nothing yet.</summary>
    public ApprovalOutcome? Decided(Question question) =>
        QuorumOf(question).Decides(question.Ballots, StageOf(question).RejectOn);

    /// <summary>Who is asked next when a question can never be answered, or its time is up and it
    /// escalates.</summary>
    public PassedTo Next(Question question)
    {
        if (!question.Escalated && StageOf(question).EscalateTo.Count > 0) return PassedTo.EscalateTo;
        return question.ToAdmins ? PassedTo.Nobody : PassedTo.Admins;
    }

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

    /// <summary>The row by which an open approval is found when people or groups change.</summary>
    public static IEnumerable<ListRow> Rows(Approval state) => state.State == ApprovalState.Pending
        ? [new(TableNames.Lookups, PendingPartition, state.Id.Value, new Dictionary<string, object>())]
        : [];

    /// <summary>The end of the approval, as an event.</summary>
    internal ApprovalConcluded Conclude(ApprovalOutcome outcome, ConcludedBecause because) =>
        new(Subject.Id, Generation, ContentHash, outcome, because);

    /// <inheritdoc/>
    public static Approval Apply(Approval? state, Recorded<ApprovalEvent> recorded) =>
        state is null ? Begin(recorded) : state.After(recorded);

    private static Approval Begin(Recorded<ApprovalEvent> recorded) => recorded.Event is ApprovalRequested e
        ? new(recorded.Record, e.Subject, e.Requester, e.Generation, e.ContentHash, e.Policy, e.PolicyVersion, e.Stages,
            ApprovalState.Pending, [], recorded.At, e.Facts)
        : throw new InvalidDataException($"{recorded.Record} begins with {recorded.Event.GetType().Name}.");

    private Approval After(Recorded<ApprovalEvent> recorded) => recorded.Event switch
    {
        ApprovalAsked e => this with { Questions = [.. Questions, e.At(recorded.At)] },
        ApprovalVoted e => Voted(e, recorded.At),
        ApprovalVoteWithdrawn e => OnLast(question => question.Withdrawn(e.Approver)),
        ApprovalVoteRefused => this,
        ApprovalCodeAsked e => OnLast(question => question.On(e.Approver, ballot => ballot.With(OneTimeCode.Of(e)))),
        ApprovalCodeFailed e => OnLast(question => question.On(e.Approver, ballot => ballot.Failed(e.Decision))),
        ApproversLost e => OnLast(question => question.Without(e.LeftOut)),
        ApprovalDelegated e => OnLast(question => question.Delegated(e.Approvers)),
        ApprovalPassedOn => OnLast(question => question.Closed(StageState.Void)),
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
