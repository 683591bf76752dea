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
        var open = State.Open.Where(step => step.Due is null && !HasBegun(step.Id)).Select(step => step.Id).ToHashSet();
        if (open.Count > 0)
            BeginSteps((await HistoryAsync()).SelectMany(turn => turn.Steps).Where(step => open.Contains(step.Id)));
    }

    private void BeginSteps(IEnumerable<StepTaken> steps)
    {
        var open = State.Open.Select(step => step.Id).ToHashSet();
        foreach (var step in steps)
        {
            if (step is not TimerCreated && open.Contains(step.Id) && Begins(State.Execution, step.Id))
                Begin(step, State.Execution);
        }
    }

    private void Begin(StepTaken step, int execution) => _parts.Background.Begin(async () =>
    {
        if (await AnswerAsync(step, execution) is { } answer)
            await Persistent.DoAsync(_parts, State.Id, () => PostAsync(new(answer, execution), _parts.Stopping));
    });

    private async Task<StepAnswer?> AnswerAsync(StepTaken step, int execution)
    {
        if (step is ActivityScheduled activity)
            return await _host.Activities.RunAsync(State.Id, activity);
        if (step is not SubOrchestrationScheduled child)
            return null;
        var isStarted = await Persistent.DoAsync(
            _parts, State.Id, () => _host.StartChildAsync(State, execution, child));
        return isStarted ? null : new TaskFailed(step.Id, Failures.IdInUse(child.InstanceId));
    }

    private void SetTimers()
    {
        var timers = State.Open.Where(step => step.Due is not null && !HasBegun(step.Id))
            .Select(step => (step.Id, step.Due!.Value));
        if (!State.HasRun && !State.HasEnded && State.StartAt is { } start && IsEarly)
            timers = timers.Append((StartTimer, start));
        _host.Timers.Set(this, timers.ToArray());
    }

    private async Task DoErrandsAsync()
    {
        foreach (var errand in State.Outbox)
            await DoAsync(errand);
        _stored = await _parts.Store.CommitAsync(_stored, State with { Outbox = [] }, turn: null, [], _parts.Stopping);
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
            SubOrchestrationScheduled child => _host.StartChildAsync(State, errand.Execution, child),
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
            EngineLog.Parked(_parts.Log, failure, State.Id);
            lock (_lock)
                _isParked = true;
            return;
        }

        await Persistent.PauseAsync(_parts, State.Id, failure, attempt: 1);
        var loaded = await Persistent.DoAsync(
            _parts, State.Id, () => _parts.Store.LoadAsync(InstanceRows.Key(State.Id), _parts.Stopping));
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
