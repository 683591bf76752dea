using System.Collections.Concurrent;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Kernel.Auth;

/// <summary>What the directory knows of a tenant.</summary>
/// <param name="State">As it is stored; only <c>active</c> lets credentials pass.</param>
/// <param name="Plan">The name of its plan; empty when the row has none.</param>
public sealed record TenantEntry(string State, string Plan)
{
    /// <summary>Whether its credentials work.</summary>
    public bool IsActive => State == "active";

    /// <summary>Whether it is being off-boarded, or was.</summary>
    public bool IsGone => State is "ending" or "ended";
}

/// <summary>State and plan of tenants, remembered for half a minute.</summary>
/// <remarks>Who asks for a tenant that is not gone may rely on its tables: what an upgrade brought is made before the
/// answer.</remarks>
public sealed class TenantStates(Tables tables, TenantTables made, TimeProvider time)
{
    /// <summary>The partition of the rows of tenants.</summary>
    public const string Partition = "tenant";

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<TenantId, (TenantEntry? Entry, long ReadAt)> known = new();

    /// <summary>Whether a tenant's credentials are refused: it is suspended, ending, or gone. The operator's never
    /// are.</summary>
    public async Task<bool> IsSuspended(TenantId tenant, CancellationToken cancel) =>
        tenant != TenantId.Operator && await Find(tenant, cancel) is not { IsActive: true };

    /// <summary>Whether a tenant is being off-boarded, or was: nothing is done for it any more. One that nothing is known
    /// of is not gone: its row may still be written.</summary>
    public async Task<bool> IsGone(TenantId tenant, CancellationToken cancel) =>
        tenant != TenantId.Operator && await Find(tenant, cancel) is { IsGone: true };

    /// <summary>State and plan; null when there is no such tenant. One point read at most every half minute.</summary>
    public async Task<TenantEntry?> Find(TenantId tenant, CancellationToken cancel)
    {
        if (known.TryGetValue(tenant, out var found) && time.GetElapsedTime(found.ReadAt) < Remembered) return found.Entry;
        var row = await tables.Shared(TableNames.Tenants).GetEntityIfExistsAsync<TableEntity>(Partition, tenant.Value, cancellationToken: cancel);
        var entry = row.HasValue ? new TenantEntry(row.Value!.GetString("State"), row.Value.GetString("Plan") ?? "") : null;
        if (entry is { IsGone: false }) await made.Ensure(tenant, cancel);
        known[tenant] = (entry, time.GetTimestamp());
        return entry;
    }

    /// <summary>Forgets what is remembered of a tenant.</summary>
    public void Forget(TenantId tenant) => known.TryRemove(tenant, out _);
}
