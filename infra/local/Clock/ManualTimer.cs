namespace ItsmServerless.Local.Clock;

/// <summary>A timer of a <see cref="ManualClock"/>.</summary>
/// <remarks>Due at once means on the thread pool, as with the system's timers.</remarks>
internal sealed class ManualTimer(ManualTimers timers, Func<DateTimeOffset> now, TimerCallback callback, object? state)
    : ITimer
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private bool _ended;

    /// <summary>Its place among the waiting timers; belongs to <see cref="ManualTimers"/>.</summary>
    public (DateTimeOffset Due, long Order)? Waiting { get; set; }

    /// <summary>Whether it fires again and again.</summary>
    public bool IsPeriodic => _period > TimeSpan.Zero;

    /// <summary>The next tick of a periodic timer: ticks that were jumped over are one.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset time) => time + _period;

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_ended)
            return false;
        _period = period;
        if (dueTime == TimeSpan.Zero)
            ThreadPool.QueueUserWorkItem(_ => Fire());
        timers.Set(this, FirstDue(dueTime));
        return true;
    }

    /// <summary>Calls back, in the execution context of whoever made the timer.</summary>
    public void Fire()
    {
        if (_ended)
            return;
        if (_context is null)
            callback(state);
        else
            ExecutionContext.Run(_context, static timer => ((ManualTimer)timer!).CallBack(), this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        timers.Set(this, due: null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void CallBack() => callback(state);

    private DateTimeOffset? FirstDue(TimeSpan dueTime)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
            return null;
        if (dueTime > TimeSpan.Zero)
            return now() + dueTime;
        return IsPeriodic ? now() + _period : null;
    }
}
