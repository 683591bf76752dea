namespace ItsmServerless.Kernel.Limits;

/// <summary>What a bucket holds after it was asked.</summary>
/// <param name="Taken">Whether there was a token.</param>
/// <param name="Remaining">Whole tokens that are left.</param>
/// <param name="UntilNext">Until there is one; zero while there is.</param>
/// <param name="UntilFull">Until it is as full as it gets.</param>
public readonly record struct BucketLevel(bool Taken, int Remaining, TimeSpan UntilNext, TimeSpan UntilFull);

/// <summary>A bucket of tokens that fills evenly: <paramref name="capacity"/> in a <paramref name="window"/>, and never
/// holds more.</summary>
/// <remarks>In any time t at most capacity + capacity × t / window are taken. The framework's own
/// (System.Threading.RateLimiting) reads a clock of its own, and does not say when the next token comes.</remarks>
public sealed class TokenBucket(int capacity, TimeSpan window, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly double perTick = (double)capacity / window.Ticks;
    private double tokens = capacity;
    private long filledAt = time.GetTimestamp();

    /// <summary>Takes a token if there is one.</summary>
    public BucketLevel Take()
    {
        lock (gate)
        {
            Fill();
            var taken = tokens >= 1;
            if (taken) tokens--;
            return Level(taken);
        }
    }

    /// <summary>Puts back a token that was taken for nothing.</summary>
    public void Return()
    {
        lock (gate) tokens = Math.Min(capacity, tokens + 1);
    }

    /// <summary>Whether it is full: then nothing is lost with it.</summary>
    public bool IsFull()
    {
        lock (gate)
        {
            Fill();
            return tokens >= capacity;
        }
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        var passed = time.GetElapsedTime(filledAt, now);
        if (passed <= TimeSpan.Zero) return; // A clock that stands, or was set back, fills nothing.
        tokens = Math.Min(capacity, tokens + passed.Ticks * perTick);
        filledAt = now;
    }

    private BucketLevel Level(bool taken) => new(
        taken, (int)tokens, tokens >= 1 ? TimeSpan.Zero : Until(1), Until(capacity));

    private TimeSpan Until(double level) => TimeSpan.FromTicks((long)Math.Ceiling((level - tokens) / perTick));
}
