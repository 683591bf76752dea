using ItsmServerless.Approvals;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Two processes decide about the same ballot at the same moment, over one storage.</summary>
/// <remarks>The full count of 10,000: <c>ITSM_VOTE_RACES=10000</c>.</remarks>
public sealed class RaceTests(StorageFixture storage, ITestOutputHelper output)
{
    private const int AtOnce = 16;
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);
    private static readonly Instant Due = Start + Duration.FromDays(3);
    private static readonly EmailAddress Ann = new("ann@acme.example");
    private static readonly EmailAddress Bob = new("bob@acme.example");
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000000");
    private static readonly int Races =
        int.TryParse(Environment.GetEnvironmentVariable("ITSM_VOTE_RACES"), out var races) ? races : 400;

    /// <summary>What races: each decides on the state that it meets.</summary>
    private static readonly (string Name, Deciding One, Deciding Other)[] Pairs =
    [
        ("approve by API, reject by link", Yes(VoteChannel.Api), No(VoteChannel.Link)),
        ("the link twice", Yes(VoteChannel.Link), Yes(VoteChannel.Link)),
        ("vote and withdrawal of the change", Yes(VoteChannel.Link), EndApproval.Withdraw),
        ("vote and edit", No(VoteChannel.Api), EndApproval.Void),
        ("vote and timeout", Yes(VoteChannel.Link), TimeOut),
        ("two timeouts", TimeOut, TimeOut),
    ];

    private delegate Decision<ApprovalEvent> Deciding(Approval open);

    [Fact]
    public async Task Races_HaveOneOutcomeEach()
    {
        var wins = new int[Pairs.Length, 2];
        await Race(async (race, one, other) =>
        {
            var first = await Run(race, one, other);
            Interlocked.Increment(ref wins[race % Pairs.Length, first]);
        });
        for (var pair = 0; pair < Pairs.Length; pair++)
            output.WriteLine($"{Pairs[pair].Name}: first {wins[pair, 0]}, second {wins[pair, 1]}");
    }

    [Fact]
    public async Task LastVote_AgainstAVoteTakenBack_CountsOnlyVotesThatStand()
    {
        var wins = new int[2];
        await Race(async (race, one, other) => Interlocked.Increment(ref wins[await RunTakenBack(race, one, other)]));
        output.WriteLine($"vote and a vote taken back: first {wins[0]}, second {wins[1]}");
    }

    private async Task Race(Func<int, EventLog, EventLog, Task> run)
    {
        await using var scope = storage.Scope();
        await using var one = new KernelUnderTest(storage.ConnectionString, scope.Prefix, new RecordingBus());
        await using var other = new KernelUnderTest(storage.ConnectionString, scope.Prefix, new RecordingBus());
        await one.Tables.CreateShared(default);
        await one.Tables.CreateFor(Tenant, default);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Races), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (race, _) => await run(race, one.Log, other.Log));
    }

    /// <returns>Which of the two was first.</returns>
    private static async Task<int> Run(int race, EventLog one, EventLog other)
    {
        var approval = Approval.IdFor(Tenant, new($"chg_{race}"), 1);
        await Execute(one, approval, $"ask/{race}", _ => Asked(Quorum.AnyOne, Ann));
        var answers = await Task.WhenAll(
            Execute(one, approval, $"one/{race}", state => Pairs[race % Pairs.Length].One(state!)),
            Execute(other, approval, $"other/{race}", state => Pairs[race % Pairs.Length].Other(state!)));
        var history = await one.History<ApprovalEvent>(Tenant, approval, default);
        Assert.Single(history, happened => happened.Event is ApprovalConcluded or ApprovalWithdrawn or ApprovalVoided);
        Assert.InRange(history.Count(happened => happened.Event is ApprovalVoted), 0, 1);
        var state = (await one.Find<Approval, ApprovalEvent>(Tenant, approval, default))!.State;
        var folded = history.Aggregate((Approval?)null, Approval.Apply)!;
        Assert.Equal(folded.State, state.State);
        return First(answers, state.State, race % Pairs.Length);
    }

    /// <summary>Both are needed and Ann has approved: Bob's yes ends it, or Ann's is gone and Bob's waits for another.
    /// </summary>
    /// <returns>Which of the two was first.</returns>
    private static async Task<int> RunTakenBack(int race, EventLog one, EventLog other)
    {
        var approval = Approval.IdFor(Tenant, new($"chg_{race}"), 1);
        await Execute(one, approval, $"ask/{race}", _ => Asked(new(QuorumKind.All), Ann, Bob));
        await Execute(one, approval, $"before/{race}", state => Yes(VoteChannel.Link)(state!));
        var answers = await Task.WhenAll(
            Execute(one, approval, $"one/{race}", state => Yes(VoteChannel.Api, Bob)(state!)),
            Execute(other, approval, $"other/{race}", state => WithdrawVote.Decide(state!, Ann, "f00d")));
        Assert.Null(answers[0].Problem);
        var isTakenBack = answers[1].Problem is null;
        if (!isTakenBack) Assert.Equal(ProblemCode.NoLongerPending, answers[1].Problem!.Code);
        var state = (await one.Find<Approval, ApprovalEvent>(Tenant, approval, default))!.State;
        Assert.Equal(
            isTakenBack
                ? (ApprovalState.Pending, BallotState.Pending, BallotState.Approved)
                : (ApprovalState.Approved, BallotState.Approved, BallotState.Approved),
            (state.State, StateOf(state, Ann), StateOf(state, Bob)));
        var sameLink = await Execute(other, approval, $"link/{race}", now => Yes(VoteChannel.Link)(now!));
        Assert.Equal(ProblemCode.AlreadyDecided, sameLink.Problem?.Code);
        var history = await one.History<ApprovalEvent>(Tenant, approval, default);
        Assert.Equal(isTakenBack ? 0 : 1, history.Count(happened => happened.Event is ApprovalConcluded));
        Assert.Equal(isTakenBack ? 1 : 0, history.Count(happened => happened.Event is ApprovalVoteWithdrawn));
        return isTakenBack ? 1 : 0;
    }

    private static BallotState StateOf(Approval approval, EmailAddress approver) =>
        approval.Questions[^1].BallotOf(approver)!.State;

    /// <summary>Whoever was second was refused, or found nothing to do.</summary>
    private static int First(Outcome<Versioned<Approval>>[] answers, ApprovalState end, int pair)
    {
        Assert.All(
            answers.Where(answer => answer.Problem is null), answer => Assert.Equal(end, answer.Value.State.State));
        Assert.Contains(answers, answer => answer.Problem is null);
        Assert.All(
            answers.Select(answer => answer.Problem?.Code).OfType<ProblemCode>(), code => Assert.Contains(
                code, new[] { ProblemCode.AlreadyDecided, ProblemCode.NoLongerPending, ProblemCode.RequestChanged }));
        return pair == 0 ? (end == ApprovalState.Approved ? 0 : 1) : answers[0].Problem is null ? 0 : 1;
    }

    private static Task<Outcome<Versioned<Approval>>> Execute(
        EventLog log, RecordId approval, string cause, Func<Approval?, Decision<ApprovalEvent>> decide) =>
        log.Execute(KernelUnderTest.Command(Tenant, CommandId.FromCause(cause), Start), approval, decide, default);

    private static Decision<ApprovalEvent> Asked(Quorum quorum, params EmailAddress[] approvers)
    {
        var stage = new PolicyStage(
            "CAB", [.. approvers.Select(who => new StageApprover(who.Value))], quorum, RejectOn.Impossible,
            Due - Start, OnTimeout.Reject, [], null);
        var subject = new ApprovalSubject(new("chg_1"), "CHG-000001", "Replace it");
        return System.Collections.Immutable.ImmutableArray.Create<ApprovalEvent>(
            new ApprovalRequested(subject, null, 1, "f00d", "cab", 1, [stage]),
            new ApprovalAsked(subject, null, 1, "f00d", 1, 0, "CAB", false,
                [.. approvers.Select(who => new Approver(who))], Due));
    }

    private static Decision<ApprovalEvent> TimeOut(Approval open) => TimeOutApproval.Decide(open, 1, Due);

    private static Deciding Yes(VoteChannel channel, EmailAddress? voter = null) =>
        Vote(voter ?? Ann, VoteDecision.Approve, channel);

    private static Deciding No(VoteChannel channel) => Vote(Ann, VoteDecision.Reject, channel);

    private static Deciding Vote(EmailAddress voter, VoteDecision decision, VoteChannel channel) => open =>
        CastVote.Decide(open, new(voter, decision, channel, null, "f00d", 1)
        {
            Link = channel == VoteChannel.Link ? "jti" : null,
        });
}
