using System.Collections.Concurrent;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Kernel.Limits;

/// <summary>Counts, in memory, the calls of tenants that were answered, by hour.</summary>
public sealed class CallTally(Clock clock)
{
    private readonly ConcurrentDictionary<(TenantId Tenant, Instant Hour), long> counts = new();

    /// <summary>One more, in this hour. The operator's are not counted.</summary>
    public void Count(TenantId tenant)
    {
        if (tenant == TenantId.Operator) return;
        var now = clock.Now.ToUnixTimeSeconds();
        counts.AddOrUpdate((tenant, Instant.FromUnixTimeSeconds(now - now % 3600)), 1, static (_, count) => count + 1);
    }

    /// <summary>What was counted so far, in no order.</summary>
    public IReadOnlyCollection<KeyValuePair<(TenantId Tenant, Instant Hour), long>> Counted => [.. counts];

    /// <summary>Forgets an hour that is over, and was written down with this count; one that grew stays.</summary>
    public void Forget(KeyValuePair<(TenantId Tenant, Instant Hour), long> written) => counts.TryRemove(written);
}
