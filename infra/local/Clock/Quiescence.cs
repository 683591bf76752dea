namespace ItsmServerless.Local.Clock;

/// <summary>Knows whether anything is at work in this host: the manual clock moves only when nothing is.</summary>
/// <remarks>
/// Quiet means really quiet only while everyone keeps one rule: whoever hands work over starts the receiver's
/// tracking before its own ends. A timer's callback, for example, calls <see cref="Track"/> before it returns and
/// gives the token to the task it started. What merely waits for the clock (a scheduled message, a durable timer)
/// is not work.
/// </remarks>
public sealed class Quiescence
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly List<Func<bool>> _watched = [];
    private int _atWork;
    private long _started;

    /// <summary>Whether something is at work right now.</summary>
    public bool IsBusy => Volatile.Read(ref _atWork) > 0 || IsAnyWatchedBusy();

    /// <summary>Counts a piece of work from now until the token is disposed; disposing it twice counts once.</summary>
    public IDisposable Track()
    {
        Interlocked.Increment(ref _started);
        Interlocked.Increment(ref _atWork);
        return new Work(this);
    }

    /// <summary>Asks as well, for what is easier asked than counted: a queue that is not empty.</summary>
    public void Watch(Func<bool> isBusy)
    {
        lock (_watched)
            _watched.Add(isBusy);
    }

    /// <summary>Completes once nothing is at work, nor began when the thread pool had a moment to begin it.</summary>
    /// <remarks>The moment is a millisecond of real time: a courtesy to continuations, not the rule.</remarks>
    public async Task WhenQuiet(CancellationToken cancellationToken)
    {
        while (true)
        {
            var startedBefore = Volatile.Read(ref _started);
            var wasBusy = IsBusy;
            await Task.Delay(Pause, cancellationToken);
            await Task.Yield();
            if (!wasBusy && !IsBusy && startedBefore == Volatile.Read(ref _started))
                return;
        }
    }

    private bool IsAnyWatchedBusy()
    {
        lock (_watched)
            return _watched.Exists(isBusy => isBusy());
    }

    private sealed class Work(Quiescence owner) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
                Interlocked.Decrement(ref owner._atWork);
        }
    }
}
