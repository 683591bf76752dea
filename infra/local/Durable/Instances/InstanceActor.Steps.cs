using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Replay;
using ItsmServerless.Local.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Durable.Instances;

internal sealed partial class InstanceActor
{
    private const int StartTimer = -1;

    // After a start, or a write whose outcome is unknown: what is open and not begun by this process is begun.
    private async Task RearmAsync()
    {
        _mustRearm = false;
        SetTimers();
        var open = State.Open.Where(step => step is { Due: null, Child: null } && !HasBegun(step.Id))
            .Select(step => step.Id)
            .ToHashSet();
        if (open.Count > 0)
            BeginActivities((await HistoryAsync()).SelectMany(turn => turn.Steps));
    }

    private void BeginActivities(IEnumerable<StepTaken> steps)
    {
        var open = State.Open.Select(step => step.Id).ToHashSet();
        foreach (var activity in steps.OfType<ActivityScheduled>())
        {
            if (open.Contains(activity.Id) && Begins(State.Execution, activity.Id))
                Begin(activity, State.Execution);
        }
    }

    private void Begin(ActivityScheduled activity, int execution) => _parts.Background.Begin(async () =>
    {
        var answer = await _host.Activities.RunAsync(State.Id, activity);
        await Persistent.DoAsync(_parts, State.Id, () => AnswerAsync(new(answer, execution)));
    });

    // Asleep it waits for no activity: what is answered then was called by a run before.
    private async Task AnswerAsync(Message answer)
    {
        if (!TryHold())
            return;
        try
        {
            await PostAsync(answer, _parts.Stopping);
        }
        finally
        {
            LetGo();
        }
    }

    private void SetTimers()
    {
        var timers = State.Open.Where(step => step.Due is not null && !HasBegun(step.Id))
            .Select(step => (step.Due!.Value, (Action)(() => TimerFired(step.Id))));
        if (!State.HasRun && !State.HasEnded && State.StartAt is { } start && IsEarly)
            timers = timers.Append((start, () => TimerFired(StartTimer)));
        _host.Timers.Set(this, timers.ToArray());
    }

    // One after the other, but sub-orchestrations called in a row start side by side.
    private async Task DoErrandsAsync()
    {
        var errands = new Queue<Errand>(State.Outbox);
        while (errands.TryPeek(out var next))
        {
            if (next.Step is SubOrchestrationScheduled)
                await StartSideBySideAsync(TakeStarts(errands));
            else
                await DoAsync(errands.Dequeue());
        }

        _stored = await _parts.Store.CommitAsync(_stored, State with { Outbox = [] }, turn: null, [], _parts.Stopping);
    }

    private static List<Errand> TakeStarts(Queue<Errand> errands)
    {
        var starts = new List<Errand>();
        while (errands.TryPeek(out var next) && next.Step is SubOrchestrationScheduled)
            starts.Add(errands.Dequeue());
        return starts;
    }

    private Task StartSideBySideAsync(List<Errand> starts) =>
        Parallel.ForEachAsync(starts, _parts.Stopping, async (start, _) => await StartAsync(start));

    private async Task StartAsync(Errand errand)
    {
        var step = (SubOrchestrationScheduled)errand.Step;
        if (await _host.StartChildAsync(State, errand.Execution, step))
            return;
        var refusal = new TaskFailed(step.Id, Failures.IdInUse(step.InstanceId));
        await PostAsync(new(refusal, errand.Execution), _parts.Stopping);
    }

    private Task DoAsync(Errand errand)
    {
        var sender = $"{State.Id}/{errand.Execution}/{(errand.Step as StepTaken)?.Id}";
        return errand.Step switch
        {
            EventSent sent => _host.PostAsync(
                sent.InstanceId, new(new EventRaised(sent.EventName, sent.Payload), Sender: sender), _parts.Stopping),
            TerminationSent sent => _host.PostAsync(
                sent.InstanceId, new(new Terminated(sent.Output, Recursive: true), Sender: sender), _parts.Stopping),
            ActivityScheduled activity => _host.Activities.RunAsync(State.Id, activity),
            _ => Task.CompletedTask,
        };
    }

    private async Task FinishAsync()
    {
        SetTimers();
        if (State.Parent is { } parent)
            await _host.PostAsync(parent.InstanceId, new(AnswerFor(parent), parent.Execution), _parts.Stopping);
        await _host.ForgetAsync(this);
        _over.TrySetResult();
    }

    private StepAnswer AnswerFor(ParentLink parent) => State.Status switch
    {
        OrchestrationRuntimeStatus.Completed => new TaskCompleted(parent.StepId, State.Output),
        OrchestrationRuntimeStatus.Failed => new TaskFailed(parent.StepId, State.Failure!),
        _ => new TaskFailed(parent.StepId, Failures.WasTerminated(State.Id)),
    };

    // A write may have failed before or after it happened. Only the storage knows, so everything is read again.
    private async Task RecoverAsync(Exception failure)
    {
        if (!Persistent.IsOfStorage(failure))
        {
            Park(failure);
            return;
        }

        await Persistent.PauseAsync(_parts, State.Id, failure, attempt: 1);
        try
        {
            await ReloadAsync();
        }
        catch (InvalidDataException unreadable)
        {
            Park(unreadable);
        }
    }

    private async Task ReloadAsync()
    {
        var loaded = await Persistent.DoAsync(
            _parts, State.Id, () => _parts.Store.LoadAsync(
                InstanceRows.Key(State.Id), hasInbox: true, evenIfOver: true, _parts.Stopping));
        if (loaded is not { } found)
        {
            await _host.ForgetAsync(this);
            _over.TrySetResult();
            return;
        }

        _stored = found.Instance;
        _history = null;
        _mailbox.Restore(found.Inbox);
        NoteAnswered(found.Inbox);
        ForgetTimers();
        _mustRearm = true;
        _parts.Signals.Changed(State.Id);
    }

    private void NoteAnswered(IReadOnlyList<Message> inbox)
    {
        lock (_begun)
        {
            _begun.UnionWith(inbox.Where(message => message.Event is StepAnswer)
                .Select(message => (message.Execution, ((StepAnswer)message.Event).Id)));
        }
    }

    // Their messages are in memory alone, so after a reload they fire again.
    private void ForgetTimers()
    {
        lock (_begun)
        {
            _begun.ExceptWith(State.Open.Where(step => step.Due is not null)
                .Select(step => (State.Execution, step.Id)));
        }

    }

    // What is answered, cancelled or of an earlier run needs no remembering.
    private void ForgetBegun()
    {
        var open = State.Open.Select(step => (State.Execution, step.Id)).ToHashSet();
        lock (_begun)
            _begun.IntersectWith(open);
    }

    private bool Begins(int execution, int stepId)
    {
        lock (_begun)
            return _begun.Add((execution, stepId));
    }

    private bool HasBegun(int stepId)
    {
        lock (_begun)
            return _begun.Contains((State.Execution, stepId));
    }
}
