using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Intake;

/// <summary>Counts how often the reading of a message began and did not end, so that one that kills the process does
/// not do so for ever.</summary>
/// <remarks>The first delivery is counted by the bus and costs nothing; from the second on a row of table
/// <c>lookups</c> says how many readings began. It goes as soon as one ends, whatever comes of the message then: that
/// storage is away is no fault of the message.</remarks>
public sealed class ReadingAttempts(Tables tables)
{
    /// <summary>Why such a message is quarantined.</summary>
    public const string Reason = "reading_crashed: reading it did not end three times";

    private const int Most = 3;
    private const string Row = "reading";

    /// <summary>Counts one more before it begins; false when there were enough.</summary>
    public async Task<bool> MayStart(TenantId tenant, Receipt receipt, int deliveries, CancellationToken cancel)
    {
        if (deliveries <= 1) return true;
        var found = await Table(tenant).GetEntityIfExistsAsync<TableEntity>(
            Partition(receipt), Row, cancellationToken: cancel);
        var begun = found.HasValue ? found.Value!.GetInt32("Begun") ?? 1 : 1; // The first one.
        if (begun >= Most) return await Forget(tenant, receipt, cancel);
        var next = new TableEntity(Partition(receipt), Row) { ["Begun"] = begun + 1 };
        await Table(tenant).UpsertEntityAsync(next, TableUpdateMode.Replace, cancel);
        return true;
    }

    /// <summary>The reading ended, well or not.</summary>
    public async Task Survived(TenantId tenant, Receipt receipt, int deliveries, CancellationToken cancel)
    {
        if (deliveries > 1) await Forget(tenant, receipt, cancel);
    }

    private async Task<bool> Forget(TenantId tenant, Receipt receipt, CancellationToken cancel)
    {
        await Table(tenant).DeleteEntityAsync(Partition(receipt), Row, ETag.All, cancel);
        return false;
    }

    private TableClient Table(TenantId tenant) => tables.Of(tenant, TableNames.Lookups);

    private static string Partition(Receipt receipt) => $"reading|{receipt.Id}";
}
