using Azure;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants.OffBoarding;

/// <summary>What is left of a tenant in storage.</summary>
public sealed class TenantRemains(
    RecordStore records, RecordKinds kinds, Kernel.Storage.Tables tables, IEnumerable<ISharedRows> shared)
{
    /// <summary>Removes the rows that others share a table with: those its records lead to - keys, sources, feeds - and
    /// those that are looked for. May be called again as long as the tables are there.</summary>
    /// <remarks>A query for each kind of record that has such rows, a call a row, and what each <see cref="ISharedRows"/>
    /// says. The rows of the directory stay.</remarks>
    /// <returns>The rows, and the tables and blobs that are there still.</returns>
    public async Task<RemovedData> RemoveRows(TenantId tenant, CancellationToken cancel)
    {
        var rows = 0;
        foreach (var kind in kinds.All.Where(kind => kind.SharesRows && kind.Prefix != TenantId.Prefix))
            rows += await Remove(tenant, kind, cancel);
        foreach (var other in shared) rows += await other.Remove(tenant, cancel);
        var names = await tables.NamesOf(tenant, cancel);
        return new(names.Count, await tables.CountBlobs(tenant, cancel), rows, 0);
    }

    /// <summary>Drops the tables and the container; may be called again.</summary>
    public async Task Drop(TenantId tenant, CancellationToken cancel)
    {
        foreach (var name in await tables.NamesOf(tenant, cancel)) await tables.Drop(name, cancel);
        await tables.Blobs(tenant).DeleteIfExistsAsync(cancellationToken: cancel);
    }

    private async Task<int> Remove(TenantId tenant, RecordKind kind, CancellationToken cancel)
    {
        var count = 0;
        await foreach (var head in records.Heads(tenant, kind.Prefix, cancel))
        {
            foreach (var row in kind.Rows(head).Where(row => row.Shared))
            {
                await tables.Shared(row.Table).DeleteEntityAsync(row.Partition, row.Row, ETag.All, cancel);
                count++;
            }
        }
        return count;
    }
}
