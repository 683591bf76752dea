using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Tests.Unit.Changes;

/// <summary>Changes in every state, reached by events alone.</summary>
internal static class Given
{
    public static readonly EmailAddress Rita = new("rita@acme.example");
    public static readonly EmailAddress Olga = new("olga@acme.example");
    public static readonly RecordId Id = UlidText.FromKey(Change.Prefix, new("ten_x"), "a");
    public static readonly RecordId Approval = UlidText.FromKey("apr", new("ten_x"), "a");
    public static readonly ApprovalPolicy Policy = PolicyFor("cab");
    public static readonly Submission ByRita = new(Rita, [Policy], ContentModels.None);

    public static DraftChange Body { get; } = new(
        "Replace the core switch", "normal", new("high", "low"), new("Swap it", "Swap back", "Ping"),
        new(At("2026-12-01T20:00:00Z"), At("2026-12-01T22:00:00Z")), "It is old", null, "network", ["sw-1"],
        Olga.Value);

    public static Change Draft { get; } = Fold(null, DraftChange.Decide(null, Body, "CHG-000001", Rita, ContentModels.None));

    public static ChangeTemplate Template { get; } = new(
        "patch", 2, "Patch a server", "Monthly", new("Install", "Uninstall", "Log in"),
        new(RiskLevel.Low, RiskLevel.Low), "mail", ["srv-1"],
        [new(1, "Snapshot", Olga, 1, null), new(2, "Install", null, 2, 1)], Duration.FromHours(2));

    public static ChangeQuestionnaire Questionnaire { get; } = new(
        4,
        [
            new("tested", "Was it tested?", [new("yes", "Yes", 0), new("no", "No", 5)]),
            new("users", "How many notice?", [new("few", "Few", 1), new("all", "All", 6)]),
        ],
        new(5, 10));

    /// <summary>The content with tasks of these numbers, each after the one before.</summary>
    public static ChangeContent WithTasks(ChangeContent content, int count) => content with
    {
        Tasks = [.. Enumerable.Range(1, count).Select(n => new PlannedTask(n, $"Step {n}", null, n, n > 1 ? n - 1 : null))],
    };

    public static Change In(ChangeState state) => state switch
    {
        ChangeState.Draft => Draft,
        ChangeState.AwaitingApproval => Fold(Draft, new ChangeSubmitted(1, Draft.ContentHash, new("cab", 1), Rita)),
        ChangeState.Approved =>
            Fold(In(ChangeState.AwaitingApproval), new ChangeApproved(Approval, 1, Draft.ContentHash)),
        ChangeState.Rejected =>
            Fold(In(ChangeState.AwaitingApproval), new ChangeRejected(Approval, 1, Draft.ContentHash, "votes")),
        ChangeState.Scheduled => Fold(In(ChangeState.Approved), new ChangeScheduled(Draft.Content.Window, null)),
        ChangeState.Implementing => Fold(In(ChangeState.Scheduled), new ChangeStarted()),
        ChangeState.Implemented =>
            Fold(In(ChangeState.Implementing), new ChangeCompleted(ChangeOutcome.Successful, "Done")),
        ChangeState.Closed => Fold(In(ChangeState.Implemented), new ChangeClosed()),
        _ => Fold(Draft, new ChangeCancelled("Not needed")),
    };

    public static ApprovalPolicy PolicyFor(
        string key, string[]? type = null, string[]? risk = null, string[]? service = null) => new(
        key, 3, new(type ?? [], risk ?? [], service ?? []),
        [
            new("CAB", [new("ann@acme.example")], new(QuorumKind.All), RejectOn.Impossible, Duration.FromDays(3),
                OnTimeout.Reject, [], null),
        ]);

    public static Change Fold(Change? change, params ChangeEvent[] events) => events.Aggregate(
        change, (state, e) => Change.Apply(state, new(Id, 1, At("2026-11-24T09:00:00Z"), Actor.System, e)))!;

    public static Change Fold(Change? change, Decision<ChangeEvent> decision) => decision.Refusal is { } refusal
        ? throw new InvalidOperationException(refusal.Detail)
        : Fold(change, [.. decision.Events]);

    public static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
