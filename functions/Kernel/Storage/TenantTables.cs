using System.Collections.Concurrent;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Storage;

/// <summary>Sees to it that a tenant has every table of this version, also one that an older version made.</summary>
/// <remarks>A row in the shared table <c>tenants</c> remembers what a tenant was made with, so that only who lacks
/// something is touched. Names are added to it and never taken out: after a roll-back nothing is made twice.</remarks>
public sealed class TenantTables(Tables tables)
{
    /// <summary>The partition of what tenants were made with, in the shared table <c>tenants</c>; the row is the
    /// tenant.</summary>
    public const string Partition = "tables";

    private const string Column = "Names";
    private readonly ConcurrentDictionary<TenantId, bool> complete = new();

    private TableClient Table => tables.Shared(TableNames.Tenants);

    /// <summary>Makes what the tenant lacks; may be called again, and by many at once. One point read the first time,
    /// nothing afterwards.</summary>
    public async Task Ensure(TenantId tenant, CancellationToken cancel)
    {
        if (complete.ContainsKey(tenant)) return;
        var row = await Table.GetEntityIfExistsAsync<TableEntity>(Partition, tenant.Value, cancellationToken: cancel);
        if (!IsComplete(row.HasValue ? row.Value : null)) await Make(tenant, Names(row.HasValue ? row.Value : null), cancel);
        complete[tenant] = true;
    }

    /// <summary>Whether a row says that nothing is lacking; null is the row of a tenant from before there were
    /// rows.</summary>
    public static bool IsComplete(TableEntity? row) => !TableNames.OfTenants.Except(Names(row)).Any();

    /// <summary>A tenant has none any more; may be called again.</summary>
    public async Task Remove(TenantId tenant, CancellationToken cancel)
    {
        complete.TryRemove(tenant, out _);
        await Table.DeleteEntityAsync(Partition, tenant.Value, cancellationToken: cancel);
    }

    private static string[] Names(TableEntity? row) =>
        row?.GetString(Column)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The tables first, the row last: a crash between leaves what the next call makes again.</summary>
    private async Task Make(TenantId tenant, string[] there, CancellationToken cancel)
    {
        await tables.CreateFor(tenant, TableNames.OfTenants.Except(there), cancel);
        var names = there.Union(TableNames.OfTenants).Order(StringComparer.Ordinal);
        var row = new TableEntity(Partition, tenant.Value) { [Column] = string.Join(',', names) };
        await Table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancel);
    }
}
