using Azure.Data.Tables;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Finds the change that is being made to what an alert is about: what breaks in its window is likely its
/// doing, and those who make it should see it.</summary>
public sealed class AlertChanges(EventLog log, Tables tables)
{
    private const int MostLooked = 20;

    /// <summary>A change that is scheduled or being made, whose window is open when the alert comes, and that names one
    /// of its configuration items; null when there is none. One query over open changes, a read of each that is on.
    /// </summary>
    public async Task<RecordId?> Under(ReceivedAlert received, CancellationToken cancel)
    {
        if (received.Alert.Items.IsEmpty) return null;
        await foreach (var id in InWindow(received).Take(MostLooked).WithCancellation(cancel))
        {
            var found = await log.Find<Change, ChangeEvent>(received.Tenant, id, cancel);
            if (found?.State is { HoldsWindow: true } change && IsAbout(change, received.Alert)) return id;
        }
        return null;
    }

    /// <summary>Whether a change names an item of an alert, in any case.</summary>
    internal static bool IsAbout(Change change, Alert alert) =>
        change.Content.ConfigurationItems.Intersect(alert.Items, StringComparer.OrdinalIgnoreCase).Any();

    private IAsyncEnumerable<RecordId> InWindow(ReceivedAlert received)
    {
        var at = received.Receipt.ReceivedAt.ToDateTimeOffset();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Change.Practice} and WindowStart le {at} and WindowEnd gt {at}");
        return tables.Of(received.Tenant, TableNames.Open).QueryAsync<TableEntity>(filter, MostLooked, ["RowKey"])
            .Select(row => RecordId.From(row.RowKey[(row.RowKey.IndexOf('|', StringComparison.Ordinal) + 1)..]));
    }
}
