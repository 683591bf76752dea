using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Storage;

/// <summary>Rows of tenants in a shared table that no record of theirs leads to.</summary>
public interface ISharedRows
{
    /// <summary>Takes a tenant's rows away; may be called again.</summary>
    /// <returns>How many there were.</returns>
    Task<int> Remove(TenantId tenant, CancellationToken cancel);
}
