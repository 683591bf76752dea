using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Metering;

/// <summary>Measures once an hour what tenants store: the bytes of their blobs, which are attachments, raw mails and
/// payloads. Rows of tables are not counted.</summary>
/// <remarks>A list call for every 5,000 blobs of a tenant.</remarks>
public sealed class StorageMeasure(Tables tables, MeteredTenants tenants, Clock clock)
{
    /// <summary>All tenants, one after the other. May run again.</summary>
    public async Task All(CancellationToken cancel)
    {
        await foreach (var tenant in tenants.All(cancel)) await Measure(tenant.Id, cancel);
    }

    private async Task Measure(TenantId tenant, CancellationToken cancel)
    {
        if (await Bytes(tenant, cancel) is not { } bytes) return;
        var hour = UsageRows.HourOf(clock.Now);
        var row = new TableEntity(UsageRows.Partition(tenant, hour.InUtc().Date, 0), UsageRows.Counter(hour, Dimensions.Storage))
        {
            [UsageRows.QuantityColumn] = bytes,
        };
        await tables.Shared(TableNames.Usage).UpsertEntityAsync(row, TableUpdateMode.Replace, cancel);
    }

    private async Task<long?> Bytes(TenantId tenant, CancellationToken cancel)
    {
        try
        {
            long bytes = 0;
            await foreach (var blob in tables.Blobs(tenant).GetBlobsAsync(cancellationToken: cancel)) bytes += blob.Properties.ContentLength ?? 0;
            return bytes;
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null; // The tenant is being made, or was ended.
        }
    }
}
