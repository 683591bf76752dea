using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;
using ItsmServerless.Local.Durable.Replay;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Unit.Durable;

public sealed class TurnPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private static readonly InstanceState Waiting = new()
    {
        Id = "id",
        Name = "Test",
        Status = OrchestrationRuntimeStatus.Running,
        HasRun = true,
        Turns = 1,
        Execution = 2,
        Open = [new(0), new(1, Due: Now), new(2, Child: "child")],
    };

    [Fact]
    public void Answer_IsTakenOnce()
    {
        var plan = Plan(new TaskCompleted(0, "1"), new TaskCompleted(0, "2"), new TaskCompleted(9, "3"));

        Assert.Equal([new TaskCompleted(0, "1")], plan.Received);
    }

    [Fact]
    public void Answer_OfAnotherRun_IsNotTaken()
    {
        var plan = TurnPlan.Make(Waiting, [new(new TaskCompleted(0, "1"), Execution: 1)], Now);

        Assert.True(plan.IsEmpty);
    }

    [Fact]
    public void Message_OfASenderThatWasSeen_IsNotTakenAgain()
    {
        var message = new Message(new EventRaised("Go", "1"), Sender: "other/1/3");
        var first = TurnPlan.Make(Waiting, [message, message], Now);
        var after = first.AfterRun(Nothing);

        Assert.Single(first.Received);
        Assert.Empty(TurnPlan.Make(after, [message], Now).Received);
    }

    [Fact]
    public void Time_DoesNotRunBackwards()
    {
        var plan = TurnPlan.Make(Waiting with { UpdatedAt = Now }, [], Now.AddMinutes(-1));

        Assert.Equal(Now, plan.At);
    }

    [Fact]
    public void Run_LeavesOpenWhatIsNeitherAnsweredNorCancelled()
    {
        var plan = Plan(new TaskCompleted(0, "1"));
        StepTaken[] steps = [new TimerCreated(3, Now), new EventSent(4, "x", "y", null)];
        var outcome = Nothing with { Cancelled = [1], Steps = steps };

        var after = plan.AfterRun(outcome);

        Assert.Equal([2, 3], after.Open.Select(step => step.Id));
        Assert.Equal([new Errand(2, new EventSent(4, "x", "y", null))], after.Outbox);
    }

    [Fact]
    public void SubOrchestration_IsStartedBeforeWhatIsSentToIt()
    {
        StepTaken[] steps = [
            new SubOrchestrationScheduled(3, "S", "", "c", null, null),
            new EventSent(4, "c", "y", null),
        ];

        var after = Plan().AfterRun(Nothing with { Steps = steps });

        Assert.Equal(steps, after.Outbox.Select(errand => errand.Step));
        Assert.Contains(new OpenStep(3, Child: "c"), after.Open);
    }

    [Fact]
    public void End_ForgetsWhatWasOpen_ButDoesWhatWasCalledLast()
    {
        var call = new ActivityScheduled(3, "Last", "", null);
        var outcome = Nothing with { Steps = [call, new TimerCreated(4, Now)], End = new RunEnd.Returned("1") };

        var after = Plan().AfterRun(outcome);

        Assert.Empty(after.Open);
        Assert.Equal([new Errand(2, call)], after.Outbox);
        Assert.Equal((OrchestrationRuntimeStatus.Completed, "1"), (after.Status, after.Output));
    }

    [Fact]
    public void Termination_GoesOnToChildrenWhenRecursive()
    {
        var after = Plan(new Terminated("1", Recursive: true)).AfterControl();

        Assert.Equal([new Errand(2, new TerminationSent(2, "child", "1"))], after.Outbox);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, after.Status);
    }

    [Fact]
    public void Suspension_AfterTheEnd_ChangesNothing()
    {
        var after = Plan(new Terminated(null, Recursive: false), new Suspended(null)).AfterControl();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, after.Status);
    }

    private static RunOutcome Nothing { get; } = new([], [], CustomStatus: null, End: null);

    private static TurnPlan Plan(params HistoryEvent[] events) =>
        TurnPlan.Make(Waiting, [.. events.Select(happened => new Message(happened))], Now);
}
