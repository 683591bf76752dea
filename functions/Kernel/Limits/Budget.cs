using System.Globalization;
using System.Threading.RateLimiting;

namespace ItsmServerless.Kernel.Limits;

/// <summary>A tenant's budget of one kind of traffic: tokens for all its credentials together, and places for what is
/// under way.</summary>
internal sealed class Budget(Traffic traffic, int perMinute, int concurrent, TimeProvider time) : IDisposable
{
    private readonly ConcurrencyLimiter places = new(new() { PermitLimit = concurrent, QueueLimit = 0 });
    private readonly string name = RateLimitHeaders.NameOf(traffic);

    /// <summary>The tokens.</summary>
    public TokenBucket Tokens { get; } = new(perMinute, RateLimitHeaders.Window, time);

    /// <summary>How answers state it.</summary>
    public string Policy { get; } = RateLimitHeaders.Policy(RateLimitHeaders.NameOf(traffic), perMinute);

    /// <summary>How answers state what is left.</summary>
    public string Left(BucketLevel level) => RateLimitHeaders.Left(name, level);

    /// <summary>A place, until it is disposed; not acquired when all are taken.</summary>
    public RateLimitLease Enter() => places.AttemptAcquire();

    /// <summary>Whether nobody would notice if it were made anew.</summary>
    public bool IsIdle => Tokens.IsFull() && places.GetStatistics()!.CurrentAvailablePermits == concurrent;

    /// <summary>What it says when a place is missing.</summary>
    public string Crowded => string.Create(CultureInfo.InvariantCulture, $"{concurrent} {name} of the tenant are under way; wait for them.");

    public void Dispose() => places.Dispose();
}
