namespace ItsmServerless.Local.Durable.Instances;

/// <summary>All timers of the engine behind one timer of the clock: that of the earliest.</summary>
internal sealed class TimerQueue : IDisposable
{
    // What the system's timers can be set to at once; the rest is slept again.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(24);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _alarm;
    private readonly Dictionary<InstanceActor, List<Entry>> _ofActor = [];
    private readonly SortedSet<Entry> _order = new(Comparer<Entry>.Create(Entry.Compare));
    private long _sequence;

    public TimerQueue(TimeProvider clock)
    {
        _clock = clock;
        _alarm = clock.CreateTimer(_ => Ring(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Replaces the timers of an instance; those that are due fire before this returns.</summary>
    public void Set(InstanceActor actor, IEnumerable<(int StepId, DateTimeOffset Due)> timers)
    {
        lock (_lock)
        {
            if (_ofActor.Remove(actor, out var replaced))
                _order.ExceptWith(replaced);
            var entries = timers.Select(timer => new Entry(timer.Due, ++_sequence, actor, timer.StepId)).ToList();
            if (entries.Count > 0)
                _ofActor.Add(actor, entries);
            _order.UnionWith(entries);
        }

        Ring();
    }

    /// <summary>Those that fire next, earliest first.</summary>
    public IReadOnlyList<(string InstanceId, DateTimeOffset Due)> Next(int most)
    {
        lock (_lock)
            return [.. _order.Take(most).Select(entry => (entry.Actor.State.Id, entry.Due))];
    }

    /// <inheritdoc/>
    public void Dispose() => _alarm.Dispose();

    private void Ring()
    {
        foreach (var entry in TakeDue())
            entry.Actor.TimerFired(entry.StepId);
    }

    private List<Entry> TakeDue()
    {
        var due = new List<Entry>();
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            while (_order.Min is { } first && first.Due <= now)
            {
                _order.Remove(first);
                _ofActor[first.Actor].Remove(first);
                due.Add(first);
            }

            _alarm.Change(Sleep(now), Timeout.InfiniteTimeSpan);
        }

        return due;
    }

    private TimeSpan Sleep(DateTimeOffset now)
    {
        if (_order.Min is not { } first)
            return Timeout.InfiniteTimeSpan;
        var rest = first.Due - now;
        return rest < LongestSleep ? TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)) : LongestSleep;
    }

    private sealed record Entry(DateTimeOffset Due, long Sequence, InstanceActor Actor, int StepId)
    {
        public static int Compare(Entry one, Entry other) =>
            (one.Due, one.Sequence).CompareTo((other.Due, other.Sequence));
    }
}
