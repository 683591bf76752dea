using System.Collections.Concurrent;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Tenants;

/// <summary>The matrix by which a tenant sets priorities, remembered for half a minute.</summary>
public sealed class PriorityMatrices(EventLog log, TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<TenantId, (PriorityMatrix Matrix, long ReadAt)> known = new();

    /// <summary>The tenant's, or the default where it has none. One point read at most every half minute.</summary>
    public async ValueTask<PriorityMatrix> Of(TenantId tenant, CancellationToken cancel)
    {
        if (known.TryGetValue(tenant, out var found) && time.GetElapsedTime(found.ReadAt) < Remembered)
            return found.Matrix;
        var readAt = time.GetTimestamp();
        var settings = await log.Find<TenantSettings, TenantSettingsEvent>(tenant, TenantSettings.Id, cancel);
        var matrix = settings?.State.PriorityMatrix ?? PriorityMatrix.Default;
        if (known.Count > MostRemembered) known.Clear();
        known[tenant] = (matrix, readAt);
        return matrix;
    }

    /// <summary>Forgets what is remembered of a tenant.</summary>
    public void Forget(TenantId tenant) => known.TryRemove(tenant, out _);
}
