using ItsmServerless.Changes;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class TaskTests
{
    private static readonly CompleteChange Done = new("successful", "Done");

    public static TheoryData<string, PatchTask> Broken { get; } = new()
    {
        { "/title", new(Title: new(null)) },
        { "/title", new(Title: new("")) },
        { "/owner", new(Owner: new("nobody")) },
        { "/order", new(Order: new(-1)) },
        { "/state", new(State: new("weird")) },
        { "/state", new(State: new("done"), Title: new("Other")) },
        { "/reason", new(State: new("skipped")) },
        { "/reason", new(State: new("done"), Reason: new("Why not")) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Patch_WithAFieldOutOfRange_NamesTheField(string pointer, PatchTask body) =>
        Assert.Equal(pointer, Assert.Single(PatchTask.Validate(body)).Pointer);

    [Fact]
    public void Add_ToWhatApproversDecideOn_AsksThemAnew()
    {
        var events = AddTask.Decide(Given.In(ChangeState.AwaitingApproval), new("Look"), null, Given.ByRita).Events;
        Assert.Equal(new(1, "Look", null, 1, null), Assert.IsType<ChangeEdited>(events[0]).Content.Tasks![0]);
        Assert.Equal(2, Assert.IsType<ChangeSubmitted>(events[1]).Generation);
    }

    [Fact]
    public void Add_NumbersOn_AndComesLast()
    {
        var two = In(ChangeState.Draft, 1);
        var added = Given.Fold(two, AddTask.Decide(two, new("Look", After: 1), null, Given.ByRita));
        Assert.Equal(new(2, "Look", null, 2, 1), added.Content.Tasks![1]);
    }

    [Fact]
    public void Add_AfterATaskThatIsNotThere_IsRefused() => Assert.Equal(
        "/after", AddTask.Decide(Given.Draft, new("Look", After: 1), null, Given.ByRita).Refusal!.Errors[0].Pointer);

    [Fact]
    public void Delete_TakesTheTaskOut_AndItsNumberNamesNoOther()
    {
        var change = In(ChangeState.Draft, 2);
        change = Given.Fold(change, DeleteTask.Decide(change, "2", null, Given.ByRita));
        Assert.Equal([1], change.Content.Tasks!.Select(task => task.Number));
        change = Given.Fold(change, AddTask.Decide(change, new("Look"), null, Given.ByRita));
        Assert.Equal([1, 3], change.Content.Tasks!.Select(task => task.Number));
    }

    [Fact]
    public void Delete_OfTheOnlyTask_LeavesTheContentAsItWasWithoutTasks()
    {
        var change = In(ChangeState.Draft, 1);
        change = Given.Fold(change, DeleteTask.Decide(change, "1", null, Given.ByRita));
        Assert.Equal(Given.Draft.ContentHash, change.ContentHash);
    }

    [Fact]
    public void Delete_OfWhatApproversDecideOn_AsksThemAnew()
    {
        var events = DeleteTask.Decide(In(ChangeState.AwaitingApproval, 1), "1", null, Given.ByRita).Events;
        Assert.Equal(2, Assert.IsType<ChangeSubmitted>(events[1]).Generation);
    }

    [Fact]
    public void Delete_WhileAnotherComesAfterIt_IsRefused() => Assert.Equal(
        ("/tasks/2/after", "still_needed"),
        DeleteTask.Decide(In(ChangeState.Draft, 2), "1", null, Given.ByRita).Refusal!.Errors
            .Select(error => (error.Pointer, error.Code)).Single());

    [Theory]
    [InlineData(ChangeState.Approved, true)]
    [InlineData(ChangeState.Scheduled, false)]
    [InlineData(ChangeState.Implementing, false)]
    [InlineData(ChangeState.Implemented, false)]
    [InlineData(ChangeState.Closed, false)]
    public void Delete_IsPossible_UntilTheWindowIsReserved(ChangeState state, bool may) =>
        Assert.Equal(may, DeleteTask.Decide(In(state, 1), "1", null, Given.ByRita).Refusal is null);

    [Fact]
    public void Delete_OfATaskThatIsNotThere_IsNotFound() => Assert.Equal(
        ProblemCode.NotFound, DeleteTask.Decide(In(ChangeState.Draft, 1), "2", null, Given.ByRita).Refusal?.Code);

    [Fact]
    public void Edit_IntoACircle_IsRefused() => Assert.Equal(
        "circle", Patch(In(ChangeState.Draft, 3), 1, new(After: new(3))).Refusal!.Errors[0].Code);

    [Fact]
    public void Edit_OfNothing_RecordsNothing() =>
        Assert.Empty(Patch(In(ChangeState.Draft, 1), 1, new(Title: new("Step 1"))).Events);

    [Fact]
    public void Patch_OfATaskThatIsNotThere_IsNotFound() =>
        Assert.Equal(ProblemCode.NotFound, Patch(In(ChangeState.Draft, 1), 2, To("done")).Refusal?.Code);

    [Fact]
    public void Task_WhoseTurnHasNotCome_WaitsForTheOneBefore()
    {
        var refusal = Patch(In(ChangeState.Implementing, 2), 2, To("in_progress")).Refusal!;
        Assert.Equal(ProblemCode.InvalidTransition, refusal.Code);
        Assert.Contains("task 1 (Step 1)", refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("done", null)]
    [InlineData("skipped", "Not needed")]
    public void Task_AfterOneThatIsOver_MayBegin(string state, string? reason)
    {
        var begun = In(ChangeState.Implementing, 2);
        begun = Given.Fold(begun, Patch(begun, 1, To(state) with { Reason = reason is null ? default : new(reason) }));
        Assert.NotEmpty(Patch(begun, 2, To("done")).Events);
    }

    [Theory]
    [InlineData(ChangeState.Draft, false)]
    [InlineData(ChangeState.AwaitingApproval, false)]
    [InlineData(ChangeState.Approved, true)]
    [InlineData(ChangeState.Scheduled, true)]
    [InlineData(ChangeState.Implementing, true)]
    [InlineData(ChangeState.Implemented, false)]
    [InlineData(ChangeState.Closed, false)]
    public void Task_IsWorkedOn_FromApprovedUntilImplemented(ChangeState state, bool may) =>
        Assert.Equal(may, Patch(In(state, 1), 1, To("done")).Refusal is null);

    [Fact]
    public void TaskState_IsNotWhatApproversDecideOn()
    {
        var change = In(ChangeState.Implementing, 1);
        Assert.Equal(change.ContentHash, Given.Fold(change, Patch(change, 1, To("done"))).Content.Hash());
    }

    [Fact]
    public void Complete_WithOpenTasks_NamesThem()
    {
        var change = In(ChangeState.Implementing, 2);
        change = Given.Fold(change, Patch(change, 1, To("done")));
        var refusal = CompleteChange.Decide(change, Done).Refusal!;
        Assert.Equal((ProblemCode.TasksOpen, "/tasks/2"), (refusal.Code, Assert.Single(refusal.Errors).Pointer));
    }

    [Fact]
    public void Complete_WhenTheRestIsSkipped_IsPossible()
    {
        var change = In(ChangeState.Implementing, 1);
        change = Given.Fold(change, Patch(change, 1, To("skipped") with { Reason = new("Not needed") }));
        Assert.NotEmpty(CompleteChange.Decide(change, Done).Events);
    }

    private static PatchTask To(string state) => new(State: new Patch<string>(state));

    private static Decision<ChangeEvent> Patch(Change change, int number, PatchTask body) =>
        PatchTask.Decide(change, $"{number}", body, null, Given.ByRita);

    /// <summary>A change in a state, with tasks of which each comes after the one before.</summary>
    private static Change In(ChangeState state, int tasks)
    {
        var content = Given.WithTasks(Given.Draft.Content, tasks);
        return Given.In(state) with { Content = content, ContentHash = content.Hash() };
    }
}
