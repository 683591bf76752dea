namespace ItsmServerless.Local.Durable.Instances;

internal sealed partial class InstanceActor
{
    private int _holders;
    private long _weight;
    private bool _isAsleep;
    private bool _isMarked;
    private bool _isStuck;

    /// <summary>Why the instance cannot go on; <see langword="null"/> when it can.</summary>
    public ParkedInstance? Parked { get; private set; }

    /// <summary>Whether the instance waits for its time or a message, and nothing of it is needed in memory.</summary>
    private bool IsIdle => !_isAwake && _holders == 0 && Parked is null && !_isLeft && !State.HasEnded && !HasWork
        && !State.Open.Any(step => step is { Due: null, Child: null })
        && (_mailbox.IsEmpty || State.KeepsInbox);

    /// <summary>Keeps the instance from falling asleep; false when it has.</summary>
    public bool TryHold()
    {
        lock (_lock)
        {
            if (!_isAsleep)
                _holders++;
            return !_isAsleep;
        }
    }

    /// <summary>Lets it fall asleep again.</summary>
    public void LetGo()
    {
        lock (_lock)
            _holders--;
        Rest();
    }

    /// <summary>Lets it fall asleep for good, unless it has something to do: another actor takes its place.</summary>
    /// <param name="due">When it has to be woken.</param>
    public bool TryFallAsleep(out DateTimeOffset? due)
    {
        lock (_lock)
        {
            _isAsleep = IsIdle;
            due = State.WakesAt;
        }

        if (_isAsleep)
            _host.Timers.Set(this, []);
        return _isAsleep;
    }

    private void Rest()
    {
        bool isIdle;
        lock (_lock)
            isIdle = IsIdle;
        if (isIdle)
            _host.Rests.Add(this, _weight);
    }

    // The index says that there may be work before there is any.
    private async Task MarkAsync(CancellationToken cancellationToken)
    {
        if (_isMarked)
            return;
        await _parts.Active.AddAsync(State.Id, cancellationToken);
        _isMarked = true;
    }

    // Parked, it is touched only to be ended.
    private bool MayEnd => !_isStuck && (State.HasEnded || _mailbox.HasTermination);

    private void Park(Exception failure)
    {
        EngineLog.Parked(_parts.Log, failure, State.Id);
        lock (_lock)
        {
            _isStuck = Parked is not null;
            Parked ??= new(State.Id, failure.Message, _parts.Clock.GetUtcNow());
        }
    }
}
