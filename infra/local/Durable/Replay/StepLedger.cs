using ItsmServerless.Local.Durable.History;
using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>
/// The steps of one run: compared with the history while it is replayed, collected when they are new.
/// </summary>
internal sealed class StepLedger
{
    private readonly Dictionary<int, (StepTaken Step, TaskCompletionSource<string?> Answer)> _waiting = [];
    private readonly Dictionary<int, StepTaken> _expected = [];
    private readonly List<StepTaken> _taken = [];
    private readonly List<int> _cancelled = [];
    private bool _isReplaying;

    /// <summary>The number of the next step.</summary>
    public int NextId { get; private set; }

    /// <summary>Whether a step waits for its answer.</summary>
    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>The steps taken in the turn that is no replay.</summary>
    public IReadOnlyList<StepTaken> Taken => _taken;

    /// <summary>The timers that were cancelled.</summary>
    public IReadOnlyList<int> Cancelled => _cancelled;

    /// <summary>
    /// How the replay left the history, if it did; thrown at the orchestrator too, which may have caught it.
    /// </summary>
    public NonDeterminismException? Departure { get; private set; }

    /// <summary>Opens a turn; of a replayed one, its recorded steps are expected.</summary>
    public void BeginTurn(Turn turn, bool isReplaying)
    {
        _isReplaying = isReplaying;
        foreach (var step in turn.Steps)
            _expected.Add(step.Id, step);
    }

    /// <summary>Closes a turn: no expected step may be left.</summary>
    public void EndTurn()
    {
        if (_expected.Count > 0)
        {
            var first = _expected.Values.MinBy(step => step.Id)!;
            Departure ??= NonDeterminismException.Missing(first.Id, first.Title);
        }
    }

    /// <summary>Takes the next step; the task is its answer.</summary>
    public Task<string?> Take(Func<int, StepTaken> make)
    {
        var step = Note(make);
        var answer = new TaskCompletionSource<string?>();
        _waiting.Add(step.Id, (step, answer));
        return answer.Task;
    }

    /// <summary>Takes the next step, which has no answer.</summary>
    public StepTaken Note(Func<int, StepTaken> make)
    {
        var step = make(NextId++);
        if (_isReplaying)
            Compare(step);
        else
            _taken.Add(step);
        return step;
    }

    /// <summary>Forgets a timer.</summary>
    public void Cancel(int id, CancellationToken cancellationToken)
    {
        if (!_waiting.Remove(id, out var waiting))
            return;
        _cancelled.Add(id);
        waiting.Answer.TrySetCanceled(cancellationToken);
    }

    /// <summary>Gives a step its answer; one that nobody waits for any more is ignored.</summary>
    public void Answer(StepAnswer answer)
    {
        if (!_waiting.Remove(answer.Id, out var waiting))
            return;
        if (answer is TaskFailed failed)
            waiting.Answer.SetException(new TaskFailedException(waiting.Step.TaskName, failed.Id, failed.Failure));
        else
            waiting.Answer.SetResult((answer as TaskCompleted)?.Result);
    }

    private void Compare(StepTaken step)
    {
        if (_expected.Remove(step.Id, out var recorded) && recorded.Title == step.Title)
            return;
        Departure ??= recorded is null
            ? NonDeterminismException.Additional(step.Id, step.Title)
            : NonDeterminismException.Other(step.Id, recorded.Title, step.Title);
        throw Departure;
    }
}
