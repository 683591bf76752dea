using ItsmServerless.Local.Durable.History;
using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>Runs an orchestrator through its history and one turn further.</summary>
/// <remarks>Pure but for the orchestrator's own code: the same history gives the same outcome.</remarks>
internal sealed class OrchestratorRun
{
    private readonly RunFacts _facts;
    private readonly Func<TaskOrchestrationContext, Task<object?>> _orchestrator;
    private readonly OrchestratorThread _thread;
    private readonly ReplayContext _context;
    private Task<object?>? _running;
    private NonDeterminismException? _departure;

    private OrchestratorRun(
        RunFacts facts, Func<TaskOrchestrationContext, Task<object?>> orchestrator, Action strayed)
    {
        _facts = facts;
        _orchestrator = orchestrator;
        _thread = new(strayed);
        _context = new(facts, _thread);
    }

    /// <summary>
    /// Replays <paramref name="past"/> and then plays <paramref name="now"/>, which holds what was received.
    /// </summary>
    /// <param name="strayed">Called, at any time and from any thread, when the code goes on outside its turns.</param>
    public static RunOutcome Play(
        RunFacts facts,
        Func<TaskOrchestrationContext, Task<object?>> orchestrator,
        IReadOnlyList<Turn> past,
        Turn now,
        Action strayed)
    {
        var run = new OrchestratorRun(facts, orchestrator, strayed);
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(run._thread);
        try
        {
            return run.Play(past, now);
        }
        finally
        {
            run._thread.Close();
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private RunOutcome Play(IReadOnlyList<Turn> past, Turn now)
    {
        foreach (var turn in past)
        {
            if (turn.Ran && !Play(turn, isReplaying: true))
                return Departed();
        }

        return Play(now, isReplaying: false) ? Outcome(End()) : Departed();
    }

    private bool Play(Turn turn, bool isReplaying)
    {
        _context.BeginTurn(turn, isReplaying);
        _running ??= Start();
        foreach (var received in turn.Received)
            Apply(received);
        _context.Steps.EndTurn();
        _departure = _context.Steps.Departure;
        if (isReplaying && _running.IsCompleted)
            _departure ??= NonDeterminismException.EndedEarly();
        return _departure is null;
    }

    private Task<object?> Start()
    {
        try
        {
            var running = _orchestrator(_context);
            _thread.Drain();
            return running;
        }
        catch (Exception thrown)
        {
            // Code that throws before its first await has ended as surely as code that throws after.
            return Task.FromException<object?>(thrown);
        }
    }

    private void Apply(HistoryEvent received)
    {
        if (received is EventRaised raised && _running!.IsCompleted)
            _context.Events.Keep(raised);
        else if (received is EventRaised expected)
            _context.Events.Raise(expected);
        else if (received is StepAnswer answer)
            _context.Steps.Answer(answer);
        _thread.Drain();
    }

    private RunEnd? End()
    {
        if (!_running!.IsCompleted)
        {
            var waits = _context.Steps.HasWaiting || _context.Events.HasWaiting;
            return waits ? null : new RunEnd.Threw(Failures.AwaitedElsewhere());
        }

        try
        {
            var result = _running.GetAwaiter().GetResult();
            return _context.StartsOver is { } again ? StartOver(again) : new RunEnd.Returned(Serialize(result));
        }
        catch (Exception thrown)
        {
            // Whatever an orchestrator throws is how it failed.
            return new RunEnd.Threw(Failures.Of(thrown, _facts.ExceptionProperties), thrown);
        }
    }

    private RunEnd.StartsOver StartOver(ContinueAsNewOptions again) => new(
        Serialize(again.NewInput),
        string.IsNullOrWhiteSpace(again.NewVersion) ? null : again.NewVersion,
        again.PreserveUnprocessedEvents ? _context.Events.Unprocessed : []);

    private RunOutcome Departed() => Outcome(new RunEnd.Threw(Failures.Of(_departure!), _departure));

    private RunOutcome Outcome(RunEnd? end) =>
        new(_context.Steps.Taken, _context.Steps.Cancelled, _context.CustomStatus, end);

    private string? Serialize(object? value) => _facts.Converter.Serialize(value);
}
