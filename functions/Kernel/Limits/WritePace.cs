namespace ItsmServerless.Kernel.Limits;

/// <summary>How many writes a second may be accepted: any number, until what was accepted is worked off too late; then
/// as many as are worked off.</summary>
/// <remarks>What now leaves the queue was accepted as long ago as it waited: so many as were accepted between two such
/// moments were worked off between two looks at it. Accepted is that, less while the queue is too long and more while
/// it is short. Shares, as in <see cref="FairShare"/>, are of what was accepted within the last second: the tenant that
/// floods is slowed down, others go on. An equal share of nearly all that is worked off is everybody's also while the
/// queue is too long: what they add is not what made it so.</remarks>
internal sealed class WritePace<T>(TimeSpan target, TimeProvider time) where T : notnull
{
    private const double Trust = 0.3;
    private const double Slowest = 0.5;
    private const double Fastest = 1.5;
    private const double Raise = 2;
    private const double Sure = 0.8;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly FairPlaces<T> accepted = new(time);
    private readonly Queue<(long At, T Who)> lately = new();
    private readonly Queue<long> notWorkedOff = new();
    private long adaptedAt = time.GetTimestamp();
    private double? workedOff;
    private bool isAsked;

    /// <summary>Writes a second; null for any number.</summary>
    public int? Limit { get; private set; }

    /// <summary>Whether one more may be accepted.</summary>
    public bool TryAccept(T who, BacklogLevel backlog)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            while (lately.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) >= Second)
                accepted.Leave(lately.Dequeue().Who, int.MaxValue);
            var passed = time.GetElapsedTime(adaptedAt, now);
            if (passed >= Second) Adapt(backlog, now, passed);
            if (!accepted.TryEnter(who, Limit ?? int.MaxValue, (int)(Sure * workedOff ?? 0))) return !(isAsked = true);
            lately.Enqueue((now, who));
            notWorkedOff.Enqueue(now);
            return true;
        }
    }

    private void Adapt(BacklogLevel backlog, long now, TimeSpan passed)
    {
        var done = 0;
        while (notWorkedOff.TryPeek(out var at) && time.GetElapsedTime(at, now) >= backlog.Waited)
        {
            notWorkedOff.Dequeue();
            done++;
        }
        var isNeeded = backlog.IsLate || (Limit is not null && isAsked && passed < 2 * Second);
        workedOff = isNeeded ? Smooth(done / passed.TotalSeconds) : null;
        Limit = workedOff is { } rate
            ? Math.Max(Raised(backlog.Waited), (int)Math.Ceiling(rate * Factor(backlog.Waited)))
            : null;
        (adaptedAt, isAsked) = (now, false);
    }

    /// <summary>While the queue is short, what is worked off says what was accepted, and not what could be.</summary>
    private int Raised(TimeSpan waited) => Limit is { } before && waited < target / 2
        ? (int)(before * Math.Min(Raise, target / 2 / Longer(waited))) + 1
        : 1;

    private double Smooth(double rate) => workedOff is { } before ? before + Trust * (rate - before) : rate;

    private double Factor(TimeSpan waited) => Math.Clamp(Math.Sqrt(target / Longer(waited)), Slowest, Fastest);

    /// <summary>Nothing is divided by zero.</summary>
    private static TimeSpan Longer(TimeSpan waited) => waited > Shortest ? waited : Shortest;
}
