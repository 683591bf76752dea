namespace ItsmServerless.Local.Clock;

/// <summary>The timers of a <see cref="ManualClock"/>, ordered by when they are due and then by age.</summary>
internal sealed class ManualTimers
{
    private readonly Lock _lock = new();
    private readonly SortedSet<(DateTimeOffset Due, long Order, ManualTimer Timer)> _waiting =
        new(Comparer<(DateTimeOffset Due, long Order, ManualTimer Timer)>.Create(
            (one, other) => (one.Due, one.Order).CompareTo((other.Due, other.Order))));
    private long _order;

    /// <summary>When the first one-shot timer is due.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_lock)
            {
                var next = _waiting.FirstOrDefault(entry => !entry.Timer.IsPeriodic);
                return next.Timer is null ? null : next.Due;
            }
        }
    }

    /// <summary>Lets a timer wait until <paramref name="due"/> instead of whatever it waited for.</summary>
    public void Set(ManualTimer timer, DateTimeOffset? due)
    {
        lock (_lock)
        {
            if (timer.Waiting is { } waiting)
                _waiting.Remove((waiting.Due, waiting.Order, timer));
            timer.Waiting = due is { } at ? (at, ++_order) : null;
            if (timer.Waiting is { } next)
                _waiting.Add((next.Due, next.Order, timer));
        }
    }

    /// <summary>Fires what is due, earliest first, and of two at the same time the older.</summary>
    public void FireUntil(DateTimeOffset now)
    {
        while (TakeDue(now) is { } timer)
            timer.Fire();
    }

    private ManualTimer? TakeDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 || _waiting.Min.Due > now)
                return null;
            var timer = _waiting.Min.Timer;
            Set(timer, timer.IsPeriodic ? timer.NextAfter(now) : null);
            return timer;
        }
    }
}
