using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Replay;
using ItsmServerless.Local.Durable.Storage;
using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>One instance that is not over: takes its messages turn by turn, one turn at a time.</summary>
/// <remarks>
/// What it does next follows from what is stored alone, so a process that dies anywhere leaves it to the next one:
/// errands not done are done, an end not told is told, steps without an answer are begun again.
/// </remarks>
internal sealed partial class InstanceActor
{
    private readonly EngineParts _parts;
    private readonly InstanceHost _host;
    private readonly Mailbox _mailbox = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<(int Execution, int Step)> _begun = [];
    private StoredInstance _stored;
    private List<Turn>? _history;
    private TaskCompletionSource? _settled;
    private bool _isAwake;
    private volatile bool _isLeft;
    private bool _mustRearm = true;

    /// <param name="host">Where it lives.</param>
    /// <param name="stored">The instance as it is stored.</param>
    /// <param name="inbox">The messages it has not taken.</param>
    /// <param name="isMarked">Whether the index says that it may have work.</param>
    public InstanceActor(InstanceHost host, StoredInstance stored, IReadOnlyList<Message> inbox, bool isMarked)
    {
        _host = host;
        _parts = host.Parts;
        _stored = stored;
        _isMarked = isMarked;
        _mailbox.Restore(inbox);
        NoteAnswered(inbox);
        if (stored.State.Turns == 0)
            _history = [];
    }

    /// <summary>An instance that cannot be read: it keeps its messages until it is ended.</summary>
    public InstanceActor(InstanceHost host, DamagedInstance damaged, bool isMarked, Exception failure)
        : this(host, damaged.Instance, damaged.Inbox, isMarked)
    {
        _mailbox.SkipTo(damaged.LastRow);
        Park(failure);
    }

    /// <summary>The instance as it is stored.</summary>
    public InstanceState State => _stored.State;

    /// <summary>Completes when the instance is over and everybody was told.</summary>
    public Task Over => _over.Task;

    /// <summary>Completes when it has gone as far as it gets: to its end, or to where it waits.</summary>
    public Task WhenSettled()
    {
        lock (_lock)
        {
            return _isAwake
                ? (_settled ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : Task.CompletedTask;
        }
    }

    /// <summary>Stores a message and then lets the instance take it; one that has ended loses it.</summary>
    /// <remarks>Whoever calls this holds the instance, or is one of its steps.</remarks>
    public async Task PostAsync(Message message, CancellationToken cancellationToken)
    {
        if (State.HasEnded)
            return;
        await MarkAsync(cancellationToken);
        var stored = message with { RowKey = _mailbox.NextRowKey() };
        _mailbox.Add(await _parts.Store.AddMessageAsync(State.Id, stored, cancellationToken));
        _isLeft = false;
        _isStuck = false;
        Wake();
    }

    /// <summary>Lets the instance take a message that comes again by itself when it is lost.</summary>
    public void Post(Message message)
    {
        _mailbox.Add(message);
        _isLeft = false;
        Wake();
    }

    /// <summary>The time of a timer has come, or that of the start.</summary>
    public void TimerFired(int stepId)
    {
        if (stepId == StartTimer)
            Wake();
        else if (Begins(State.Execution, stepId))
            Post(new(new TimerFired(stepId), State.Execution));
    }

    /// <summary>Goes to work if there is any and nobody is at it.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            if (_isAwake || _isAsleep || !MustWork)
                return;
            _isAwake = true;
        }

        _parts.Background.Begin(WorkAndSettleAsync);
    }

    private bool MustWork => Parked is null ? HasWork : MayEnd;

    private bool HasWork => _mustRearm || State.HasEnded || State.Outbox.Count > 0 || HasTurn;

    private bool HasTurn => !IsEarly && !_isLeft
        && (_mailbox.HasWork(State.IsSuspended) || (!State.HasRun && !State.IsSuspended))
        || _mailbox.HasControl;

    private bool IsEarly => !State.HasRun && State.StartAt > _parts.Clock.GetUtcNow();

    private async Task WorkAndSettleAsync()
    {
        try
        {
            await WorkAsync();
        }
        finally
        {
            Interlocked.Exchange(ref _settled, null)?.SetResult();
        }
    }

    private async Task WorkAsync()
    {
        while (!_parts.Stopping.IsCancellationRequested && KeepsAwake())
        {
            try
            {
                await NextAsync();
            }
            catch (Exception failure) when (!_parts.Stopping.IsCancellationRequested)
            {
                await RecoverAsync(failure);
            }
        }

        Rest();
    }

    private bool KeepsAwake()
    {
        lock (_lock)
        {
            _isAwake = !_over.Task.IsCompleted && MustWork;
            if (!_isAwake)
                _weight = Weight.Of(State) + Weight.Of(_history ?? []);
            return _isAwake;
        }
    }

    private async Task NextAsync()
    {
        if (Parked is not null && !State.HasEnded)
            await TakeTurnAsync();
        else if (State.Outbox.Count > 0)
            await DoErrandsAsync();
        else if (State.HasEnded)
            await FinishAsync();
        else if (_mustRearm)
            await RearmAsync();
        else
            await TakeTurnAsync();
    }

    private async Task TakeTurnAsync()
    {
        using var slot = await _host.TurnSlots.TakeAsync(_parts.Stopping);
        if (!_mailbox.HasControl && await IsLeftAsync())
            return;
        var taken = _mailbox.Take(State.IsSuspended || Parked is not null);
        var plan = TurnPlan.Make(State, taken, _parts.Clock.GetUtcNow());
        var outcome = plan.Runs ? await RunAsync(plan) : null;
        if (!plan.IsEmpty || taken.Any(message => message.RowKey is not null))
            await CommitAsync(plan, outcome, taken);
    }

    // An orchestration that this worker does not take keeps its messages, and may still be suspended or terminated.
    private async ValueTask<bool> IsLeftAsync()
    {
        _isLeft = await Admission.LeavesAsync(_parts.Options, Facts(), State, _parts.Stopping);
        if (_isLeft)
            WorkerLog.LeftWaiting(_parts.WorkerLog.Orchestrations, State.Id, State.Name, State.Version);
        return _isLeft;
    }

    private async Task<RunOutcome> RunAsync(TurnPlan plan)
    {
        if (Admission.Failure(Facts()) is { } mismatch)
            return Failed(mismatch);
        if (_parts.Tasks.Orchestrator(State.Name, State.Version) is not { } orchestrator)
            return Failed(Failures.OrchestratorNotFound(State.Name));
        var (execution, input, past) = (State.Execution, State.Input, await HistoryAsync());
        var outcome = OrchestratorRun.Play(
            Facts(),
            context => orchestrator(context, input),
            past,
            plan.TurnWith([]),
            () => Stray(execution));
        if (_parts.Options.RecordTo is { } folder)
            RecordedRun.Write(folder, execution, Facts(), past, plan.TurnWith(outcome.Steps), outcome.End);
        return outcome;
    }

    // At any time later, and then in whichever actor the instance has.
    private void Stray(int execution) => _parts.Background.Begin(() => Persistent.DoAsync(
        _parts, State.Id, () => _host.PostAsync(State.Id, new(new Strayed(), execution), _parts.Stopping)));

    private static RunOutcome Failed(TaskFailureDetails failure) => new([], [], null, new RunEnd.Threw(failure));

    private async Task CommitAsync(TurnPlan plan, RunOutcome? outcome, IReadOnlyList<Message> taken)
    {
        var after = outcome is not null ? plan.AfterRun(outcome) : plan.IsEmpty ? State : plan.AfterControl();
        var turn = plan.IsEmpty || _stored.IsHead ? null : plan.TurnWith(outcome?.Steps ?? []);
        if (_stored.IsHead)
            after = after with { Turns = 0 };
        var before = State;
        _stored = await _parts.Store.CommitAsync(_stored, after, turn, taken, _parts.Stopping);
        if (outcome is not null)
            _parts.WorkerLog.Tell(before, outcome);
        if (after.Execution != before.Execution)
            await BeginOverAsync(before);
        else if (turn is not null)
            _history?.Add(turn);
        ForgetBegun();
        SetTimers();
        BeginActivities(outcome?.Steps ?? []);
        _parts.Signals.Changed(after.Id);
    }

    private async Task BeginOverAsync(InstanceState before)
    {
        _history = [];
        await _parts.Store.RemoveOldTurnsAsync(before, _parts.Stopping);
    }

    private async Task<IReadOnlyList<Turn>> HistoryAsync() =>
        _history ??= [.. await _parts.Store.ReadHistoryAsync(State, _parts.Stopping)];

    private RunFacts Facts() => new(
        State.Name,
        State.Id,
        State.Version,
        State.Input,
        State.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null,
        _parts.Options.Converter,
        _parts.Options.Loggers)
    {
        Worker = _parts.Options.Worker,
        ExceptionProperties = _parts.Options.ExceptionProperties,
    };
}
