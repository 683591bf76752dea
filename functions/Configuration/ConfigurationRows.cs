using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Configuration;

/// <summary>The rows that configuration items are found by.</summary>
/// <remarks>Table <c>settings</c>: one for each item, and one for each unauthorised change, newest first, which stays when
/// the item goes. Table <c>lookups</c>: one in the partition of each item that it depends on and of its service, so that
/// what depends on something is one query.</remarks>
internal static class ConfigurationRows
{
    private const string UnauthorizedPartition = "unauthorized-change";

    public static IEnumerable<ListRow> Of(ConfigurationItem item) =>
    [
        new(
            TableNames.Settings, ConfigurationItem.Practice, DeletableRows.KeyOf(item.Key, item.DeletedAt),
            SettingsRow.Of(item with { Unauthorized = [] })),
        .. item.Unauthorized.Select(Unauthorized),
        .. item.DeletedAt is null ? Relations(item) : [],
    ];

    /// <summary>The partition of the items that depend on one.</summary>
    public static string DependentsOf(string key) => $"depends-on|{key}";

    /// <summary>The partition of the items of a service.</summary>
    public static string ItemsOf(string service) => $"service-item|{service}";

    /// <summary>A list of the unauthorised changes from an instant up to another, which is not included.</summary>
    public static ListStream UnauthorizedIn(Instant from, Instant to)
    {
        var (first, last) = (RowKeys.NewestFirst(to, AfterAll), RowKeys.NewestFirst(from, AfterAll));
        return new(
            TableNames.Settings, [UnauthorizedPartition],
            TableClient.CreateQueryFilter($"RowKey gt {first} and RowKey lt {last}"));
    }

    /// <summary>Ids are ASCII below <c>~</c>.</summary>
    private static Kernel.Ids.RecordId AfterAll => new("~");

    private static ListRow Unauthorized(UnauthorizedChange change) => new(
        TableNames.Settings, UnauthorizedPartition,
        $"{RowKeys.NewestFirst(change.At, ConfigurationItem.IdOf(change.Item))}|{change.Version:D8}",
        SettingsRow.Of(change));

    private static IEnumerable<ListRow> Relations(ConfigurationItem item)
    {
        var partitions = item.DependsOn.Select(DependentsOf);
        if (item.Service is { } service) partitions = partitions.Append(ItemsOf(service));
        return partitions.Select(partition =>
            new ListRow(TableNames.Lookups, partition, item.Key, new Dictionary<string, object>()));
    }
}
