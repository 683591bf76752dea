using System.Collections.Concurrent;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Whether a tenant is suspended, remembered for half a minute.</summary>
public sealed class TenantStates(Tables tables, TimeProvider time)
{
    /// <summary>The partition of the rows of tenants.</summary>
    public const string Partition = "tenant";

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<TenantId, (bool Suspended, long ReadAt)> known = new();

    /// <summary>One point read at most every half minute; the operator never is.</summary>
    public async Task<bool> IsSuspended(TenantId tenant, CancellationToken cancel)
    {
        if (tenant == TenantId.Operator) return false;
        if (known.TryGetValue(tenant, out var found) && time.GetElapsedTime(found.ReadAt) < Remembered) return found.Suspended;
        var row = await tables.Shared(TableNames.Tenants).GetEntityIfExistsAsync<TableEntity>(Partition, tenant.Value, cancellationToken: cancel);
        var suspended = !row.HasValue || row.Value!.GetString("State") != "active";
        known[tenant] = (suspended, time.GetTimestamp());
        return suspended;
    }

    /// <summary>Forgets what is remembered of a tenant.</summary>
    public void Forget(TenantId tenant) => known.TryRemove(tenant, out _);
}
