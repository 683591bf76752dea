namespace ItsmServerless.Local.Durable.Instances;

/// <summary>Wakes those who wait for an instance to change, so that nobody asks the storage again and again.</summary>
internal sealed class StatusSignals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Signal> _waiting = new(StringComparer.Ordinal);

    /// <summary>How many instances somebody waits for.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Waits for the next change. Take it before reading what may have changed, and let go of it.</summary>
    public Watch Of(string instanceId)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(instanceId, out var signal))
                _waiting.Add(instanceId, signal = new());
            signal.Watches++;
            return new(() => LetGo(instanceId, signal), signal.Source.Task);
        }
    }

    /// <summary>Says that an instance has changed, in storage.</summary>
    public void Changed(string instanceId)
    {
        Signal? signal;
        lock (_lock)
        {
            if (!_waiting.Remove(instanceId, out signal))
                return;
        }

        signal.Source.SetResult();
    }

    private void LetGo(string instanceId, Signal signal)
    {
        lock (_lock)
        {
            if (--signal.Watches == 0 && _waiting.GetValueOrDefault(instanceId) == signal)
                _waiting.Remove(instanceId);
        }
    }

    /// <summary>Somebody who waits.</summary>
    internal sealed class Watch(Action letGo, Task changed) : IDisposable
    {
        private Action? _letGo = letGo;

        /// <summary>Completes at the next change.</summary>
        public Task Changed => changed;

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Exchange(ref _letGo, null)?.Invoke();
    }

    private sealed class Signal
    {
        public TaskCompletionSource Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Watches { get; set; }
    }
}
