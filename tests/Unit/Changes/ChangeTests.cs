using System.Text.Json;
using CsCheck;
using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class ChangeTests
{
    private static readonly ScheduleConflicts Free = ScheduleConflicts.None;

    /// <summary>Every move, and the states it may start from: the state chart of CONTRACT 7 as a table.</summary>
    private static readonly Dictionary<string, Move> Moves = new()
    {
        ["submit"] = new(change => SubmitChange.Decide(change, Given.ByRita), [ChangeState.Draft]),
        ["schedule"] = new(change => ScheduleChange.Decide(change, new(), Free, false), [ChangeState.Approved]),
        ["start"] = new(StartChange.Decide, [ChangeState.Scheduled]),
        ["complete"] = new(change => CompleteChange.Decide(change, new("failed", "No")), [ChangeState.Implementing]),
        ["review"] = new(change => ReviewChange.Decide(change, new("Buy better ones"), []), [ChangeState.Implemented]),
        ["add a task"] = new(change => AddTask.Decide(change, new("Look"), null, Given.ByRita),
            [ChangeState.Draft, ChangeState.AwaitingApproval, ChangeState.Approved, ChangeState.Rejected]),
        ["close"] = new(CloseChange.Decide, [ChangeState.Implemented]),
        ["cancel"] = new(change => CancelChange.Decide(change, new("No")),
            [
                ChangeState.Draft, ChangeState.AwaitingApproval, ChangeState.Approved, ChangeState.Rejected,
                ChangeState.Scheduled,
            ]),
        ["edit"] = new(change => EditChange.Decide(change, new(Title: new("Other")), null, Given.ByRita),
            [ChangeState.Draft, ChangeState.AwaitingApproval, ChangeState.Approved, ChangeState.Rejected]),
    };

    /// <summary>Moves by their place, and two more for the ends of an approval.</summary>
    private static readonly Gen<List<int>> AnySteps = Gen.Int[0, Moves.Count + 1].List[0, 30];

    public static TheoryData<string, ChangeState> EveryMoveFromEveryState { get; } =
        new(Moves.Keys.SelectMany(move => Enum.GetValues<ChangeState>().Select(state => (move, state))));

    [Theory]
    [MemberData(nameof(EveryMoveFromEveryState))]
    public void Move_IsPossible_ExactlyFromTheStatesOfTheChart(string move, ChangeState state)
    {
        var decision = Moves[move].Decide(Given.In(state));
        if (Moves[move].From.Contains(state)) Assert.NotEmpty(decision.Events);
        else Assert.Equal(ProblemCode.InvalidTransition, decision.Refusal?.Code);
    }

    [Fact]
    public void InvalidTransition_NamesBothStates()
    {
        var detail = CloseChange.Decide(Given.In(ChangeState.AwaitingApproval)).Refusal!.Detail;
        Assert.Contains("awaiting_approval", detail, StringComparison.Ordinal);
        Assert.Contains("closed", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Draft_ByAPerson_IsAskedForByThatPerson() => Assert.Equal(Given.Rita, Given.Draft.Requester);

    [Fact]
    public void Draft_ByAMachine_IsAskedForByItsOwner() => Assert.Equal(
        Given.Olga, Given.Fold(null, DraftChange.Decide(null, Given.Body, "CHG-000002", null, ContentModels.None)).Requester);

    [Fact]
    public void Review_IsKept_WithWhoAndWhen()
    {
        var reviewed = Given.Fold(Given.In(ChangeState.Implemented), new ChangeReviewed("Good"));
        Assert.Equal(("Good", "system"), (reviewed.Reviews[0].Note, reviewed.Reviews[0].By.Value));
    }

    [Fact]
    public void State_SurvivesItsSnapshot()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Given.In(ChangeState.Closed), Json.Stored);
        var read = JsonSerializer.Deserialize<Change>(json, Json.Stored)!;
        Assert.Equal(json, JsonSerializer.SerializeToUtf8Bytes(read, Json.Stored));
        Assert.Equal(read.ContentHash, read.Content.Hash());
    }

    [Fact]
    public void Events_SurviveStorage()
    {
        ChangeEvent submitted = new ChangeSubmitted(1, "hash", new("cab", 3), Given.Rita);
        var stored = EventTypes<ChangeEvent>.DataOf(submitted);
        Assert.Equal(submitted, EventTypes<ChangeEvent>.Read(EventTypes<ChangeEvent>.NameOf(submitted), stored));
    }

    /// <summary>Whatever is done in whatever order, a change is made only after an approval of exactly the content
    /// it has.</summary>
    [Fact]
    public void AnyOrderOfMoves_NeverSchedulesWhatWasNotApproved() => AnySteps.Sample(steps =>
    {
        var (change, approved) = (Given.Draft, (string?)null);
        foreach (var step in steps)
        {
            var decision = step < Moves.Count
                ? Moves.Values.ElementAt(step).Decide(change)
                : Conclude(change, step == Moves.Count ? ApprovalOutcome.Approved : ApprovalOutcome.Rejected);
            if (decision.Refusal is not null) continue;
            change = Given.Fold(change, decision);
            approved = decision.Events.OfType<ChangeApproved>().LastOrDefault()?.ContentHash ?? approved;
            if (change.HoldsWindow) Assert.Equal(approved, change.ContentHash);
        }
    });

    private sealed record Move(Func<Change, Decision<ChangeEvent>> Decide, ChangeState[] From);

    private static Decision<ChangeEvent> Conclude(Change change, ApprovalOutcome outcome) => ConcludeChange.Decide(
        change, Given.Approval, new(change.Id, change.Generation, change.ContentHash, outcome, ConcludedBecause.Votes));
}
