using System.Collections.Concurrent;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Kernel.Limits;

/// <summary>Which quotas of the month are used up, as far as is known. Whoever meters tells it; requests only
/// ask.</summary>
public sealed class QuotaStates(Clock clock)
{
    private const int Spread = 60;
    private readonly ConcurrentDictionary<TenantId, FullQuotas> states = new();

    /// <summary>Says which quotas of a tenant are used up until a time. An empty list: none.</summary>
    public void Tell(TenantId tenant, IReadOnlyCollection<string> full, Instant until)
    {
        if (full.Count == 0) states.TryRemove(tenant, out _);
        else states[tenant] = new(full.ToHashSet(StringComparer.Ordinal), until);
    }

    /// <summary>The refusal <c>quota_exceeded</c>, with a Retry-After until the month is over; null while something is
    /// left.</summary>
    internal Problem? Full(TenantId tenant, string quota)
    {
        if (!states.TryGetValue(tenant, out var state) || state.Until <= clock.Now || !state.Names.Contains(quota)) return null;
        var wait = (int)Math.Ceiling((state.Until - clock.Now).TotalSeconds) + Random.Shared.Next(Spread);
        return new(ProblemCode.QuotaExceeded, $"The plan's quota of {quota} for this month is used up.") { RetryAfterSeconds = wait };
    }

    private sealed record FullQuotas(IReadOnlySet<string> Names, Instant Until);
}
