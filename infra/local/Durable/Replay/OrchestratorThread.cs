namespace ItsmServerless.Local.Durable.Replay;

/// <summary>Runs an orchestrator's continuations one after the other on the thread that plays the turn.</summary>
/// <param name="strayed">Told once when a continuation comes after the turn, from a task nobody may await.</param>
internal sealed class OrchestratorThread(Action strayed) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly Lock _lock = new();
    private bool _closed;
    private bool _hasStrayed;

    /// <summary>Whether the caller is the orchestrator, at work in its turn.</summary>
    public bool IsCurrent => Current == this && !_closed;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _queue.Enqueue((d, state));
                return;
            }

            if (_hasStrayed)
                return;
            _hasStrayed = true;
        }

        strayed();
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("An orchestrator has one thread, which does not wait.");

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what is queued, and what that queues.</summary>
    public void Drain()
    {
        while (TryTake(out var next))
            next.Callback(next.State);
    }

    /// <summary>Ends the turn: what comes later has strayed.</summary>
    public void Close()
    {
        lock (_lock)
            _closed = true;
    }

    private bool TryTake(out (SendOrPostCallback Callback, object? State) next)
    {
        lock (_lock)
            return _queue.TryDequeue(out next);
    }
}
