namespace ItsmServerless.Local.Durable.Instances;

/// <summary>All timers of the engine behind one timer of the clock: that of the earliest.</summary>
internal sealed class TimerQueue : IDisposable
{
    // What the system's timers can be set to at once; the rest is slept again.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(24);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _alarm;
    private readonly Dictionary<object, List<Entry>> _ofOwner = [];
    private readonly SortedSet<Entry> _order = new(Comparer<Entry>.Create(Entry.Compare));
    private long _sequence;

    public TimerQueue(TimeProvider clock)
    {
        _clock = clock;
        _alarm = clock.CreateTimer(_ => Ring(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Replaces the timers of an owner; those that are due fire before this returns.</summary>
    /// <param name="owner">An instance that is awake, or the id of one that sleeps.</param>
    /// <param name="timers">When, and what is done then: quickly, and by handing work over.</param>
    public void Set(object owner, IEnumerable<(DateTimeOffset Due, Action Fire)> timers)
    {
        lock (_lock)
        {
            if (_ofOwner.Remove(owner, out var replaced))
                _order.ExceptWith(replaced);
            var entries = timers.Select(timer => new Entry(timer.Due, ++_sequence, owner, timer.Fire)).ToList();
            if (entries.Count > 0)
                _ofOwner.Add(owner, entries);
            _order.UnionWith(entries);
        }

        Ring();
    }

    /// <summary>Those that fire next, earliest first; of an instance that sleeps only its first.</summary>
    public IReadOnlyList<(string InstanceId, DateTimeOffset Due)> Next(int most)
    {
        lock (_lock)
            return [.. _order.Take(most).Select(entry => (entry.InstanceId, entry.Due))];
    }

    /// <inheritdoc/>
    public void Dispose() => _alarm.Dispose();

    private void Ring()
    {
        foreach (var entry in TakeDue())
            entry.Fire();
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
                Forget(first);
                due.Add(first);
            }

            _alarm.Change(Sleep(now), Timeout.InfiniteTimeSpan);
        }

        return due;
    }

    private void Forget(Entry entry)
    {
        var left = _ofOwner[entry.Owner];
        left.Remove(entry);
        if (left.Count == 0)
            _ofOwner.Remove(entry.Owner);
    }

    private TimeSpan Sleep(DateTimeOffset now)
    {
        if (_order.Min is not { } first)
            return Timeout.InfiniteTimeSpan;
        var rest = first.Due - now;
        return rest < LongestSleep ? TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)) : LongestSleep;
    }

    private sealed record Entry(DateTimeOffset Due, long Sequence, object Owner, Action Fire)
    {
        public string InstanceId => Owner is InstanceActor awake ? awake.State.Id : (string)Owner;

        public static int Compare(Entry one, Entry other) =>
            (one.Due, one.Sequence).CompareTo((other.Due, other.Sequence));
    }
}
