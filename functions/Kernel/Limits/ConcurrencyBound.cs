namespace ItsmServerless.Kernel.Limits;

/// <summary>How many requests may be under way: more while that is asked for, fewer while storage is slow to
/// answer.</summary>
/// <remarks>Additive increase, multiplicative decrease (Chiu and Jain, 1989), once a second. Storage is slow when its
/// answers take on average four times of the shortest average there was: then calls wait for each other, here or there,
/// and more at once would not get more done. That shortest is forgotten slowly, for storage may become slower for
/// good.</remarks>
public sealed class ConcurrencyBound(LimitSettings settings, TimeProvider time)
{
    private const int FewestCalls = 20;
    private const double Slow = 4;
    private const double Forget = 1.001;
    private const double Increase = 1.1;
    private const double Decrease = 0.9;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly int least = Math.Min(settings.LeastUnderWay, settings.ConcurrentRequests);
    private readonly int most = settings.ConcurrentRequests;
    private long since = time.GetTimestamp();
    private double spent;
    private int calls;
    private bool isMissed;
    private double shortest = double.PositiveInfinity;
    private int limit = Math.Min(settings.LeastUnderWay, settings.ConcurrentRequests);

    /// <summary>How many may be under way now.</summary>
    public int Limit => Volatile.Read(ref limit);

    /// <summary>Somebody found no place.</summary>
    public void MissedOne() => Volatile.Write(ref isMissed, true);

    /// <summary>Storage answered a call after so long.</summary>
    public void Saw(TimeSpan took)
    {
        lock (gate)
        {
            spent += took.TotalMilliseconds;
            calls++;
            if (calls >= FewestCalls && time.GetElapsedTime(since) >= Interval) Adapt();
        }
    }

    private void Adapt()
    {
        var average = Math.Max(1, spent / calls); // Below a millisecond nothing is slow.
        shortest = Math.Min(average, shortest * Forget);
        if (average > Slow * shortest) limit = Math.Max(least, (int)(limit * Decrease));
        else if (isMissed) limit = Math.Min(most, (int)Math.Ceiling(limit * Increase));
        (since, spent, calls, isMissed) = (time.GetTimestamp(), 0, 0, false);
    }
}
