using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Replay;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>What a batch of messages means for an instance, and what the instance is afterwards. Pure.</summary>
/// <param name="Before">The instance before the turn.</param>
/// <param name="Received">What it takes of the batch: not what was answered, seen or meant for another run.</param>
/// <param name="Seen">The senders it knows by then.</param>
/// <param name="At">The time of the turn.</param>
internal sealed record TurnPlan(
    InstanceState Before, IReadOnlyList<HistoryEvent> Received, IReadOnlyList<string> Seen, DateTimeOffset At)
{
    private const int MostSeen = 200;

    /// <summary>Whether the orchestrator's code runs.</summary>
    public bool Runs => !Received.Any(received => received is ControlEvent)
        && (Received.Count > 0 || !Before.HasRun) && !Before.IsSuspended;

    /// <summary>Whether there is anything to remember.</summary>
    public bool IsEmpty => !Runs && Received.Count == 0;

    /// <summary>Reads a batch.</summary>
    public static TurnPlan Make(InstanceState state, IReadOnlyList<Message> batch, DateTimeOffset now)
    {
        var open = state.Open.Select(step => step.Id).ToHashSet();
        var seen = new List<string>(state.Seen);
        var isControl = batch.Any(message => message.Event is ControlEvent);
        var received = new List<HistoryEvent>(state.HasRun || isControl ? [] : state.Carried);
        received.AddRange(batch.Where(message => Takes(state, message, open, seen)).Select(message => message.Event));
        return new(state, received, [.. seen.TakeLast(MostSeen)], now > state.UpdatedAt ? now : state.UpdatedAt);
    }

    /// <summary>The turn as it goes down in history.</summary>
    public Turn TurnWith(IReadOnlyList<StepTaken> steps) => new(At, Runs, [.. Received, .. steps]);

    /// <summary>The instance after its code ran.</summary>
    public InstanceState AfterRun(RunOutcome outcome)
    {
        var waiting = Waiting(outcome);
        var after = Next() with
        {
            HasRun = true,
            Carried = [],
            Status = OrchestrationRuntimeStatus.Running,
            Open = waiting,
            CustomStatus = outcome.CustomStatus is { } set ? set.Text : Before.CustomStatus,
            Outbox = [.. outcome.Steps.Where(GoesToAnother).Select(step => new Errand(Before.Execution, step))],
        };
        return outcome.End is null ? after : Ended(LeavingNothing(after, outcome), outcome.End);
    }

    /// <summary>The instance after it was told something about itself.</summary>
    public InstanceState AfterControl()
    {
        var after = Next();
        foreach (var received in Received)
            after = Controlled(after, received);
        return after;
    }

    private static bool Takes(InstanceState state, Message message, HashSet<int> open, List<string> seen)
    {
        if (message.Execution != 0 && message.Execution != state.Execution)
            return false;
        if (message.Event is StepAnswer answer)
            return open.Remove(answer.Id);
        if (message.Sender is null)
            return true;
        if (seen.Contains(message.Sender))
            return false;
        seen.Add(message.Sender);
        return true;
    }

    private InstanceState Next() => Before with { Turns = Before.Turns + 1, Seen = Seen, UpdatedAt = At };

    private OpenStep[] Waiting(RunOutcome outcome)
    {
        var answered = Received.OfType<StepAnswer>().Select(answer => answer.Id);
        var over = outcome.Cancelled.Concat(answered).ToHashSet();
        var opened = outcome.Steps.Where(step => step is not MessageSent).Select(Opened);
        return [.. Before.Open.Concat(opened).Where(step => !over.Contains(step.Id))];
    }

    // These are done one after the other, so that what is sent to a sub-orchestration comes after its start.
    private static bool GoesToAnother(StepTaken step) => step is MessageSent or SubOrchestrationScheduled;

    private static OpenStep Opened(StepTaken step) =>
        new(step.Id, (step as TimerCreated)?.FireAt, (step as SubOrchestrationScheduled)?.InstanceId);

    // What was called in the last moment and not awaited is done all the same; timers are not.
    private static InstanceState LeavingNothing(InstanceState after, RunOutcome outcome)
    {
        var left = outcome.Steps.OfType<ActivityScheduled>().Select(step => new Errand(after.Execution, step));
        return after with { Open = [], Outbox = [.. after.Outbox, .. left] };
    }

    private static InstanceState Ended(InstanceState after, RunEnd end) => end switch
    {
        RunEnd.Returned returned => after with
        {
            Status = OrchestrationRuntimeStatus.Completed,
            Output = returned.Output,
        },
        RunEnd.Threw threw => after with { Status = OrchestrationRuntimeStatus.Failed, Failure = threw.Failure },
        RunEnd.StartsOver again => after with
        {
            Execution = after.Execution + 1,
            Runs = after.Runs + 1,
            Turns = 0,
            HasLongTurns = false,
            HasRun = false,
            Input = again.Input,
            Version = again.Version ?? after.Version,
            Carried = again.Carried,
        },
        _ => throw new InvalidOperationException($"{end} is no end that is known."),
    };

    private static InstanceState Controlled(InstanceState state, HistoryEvent received) => received switch
    {
        _ when state.HasEnded => state,
        Suspended => state with { IsSuspended = true, Status = OrchestrationRuntimeStatus.Suspended },
        Resumed => state with
        {
            IsSuspended = false,
            Status = state.HasRun ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending,
        },
        Terminated terminated => state with
        {
            Status = OrchestrationRuntimeStatus.Terminated,
            Output = terminated.Output,
            Open = [],
            Outbox = terminated.Recursive ? TerminateChildren(state, terminated) : [],
        },
        Strayed => state with
        {
            Status = OrchestrationRuntimeStatus.Failed,
            Failure = Failures.AwaitedElsewhere(),
            Open = [],
        },
        _ => state,
    };

    private static Errand[] TerminateChildren(InstanceState state, Terminated terminated) =>
    [
        .. state.Open.Where(step => step.Child is not null).Select(step =>
            new Errand(state.Execution, new TerminationSent(step.Id, step.Child!, terminated.Output))),
    ];
}
