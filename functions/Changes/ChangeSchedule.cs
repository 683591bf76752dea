using Azure.Data.Tables;
using ItsmServerless.Configuration;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Changes;

/// <summary>Reads what happens, and may not happen, in a time.</summary>
public sealed class ChangeSchedule(Lists lists, MaintenanceWindows maintenance, ServiceMap map)
{
    private const int PageSize = 200;

    /// <summary>What may stand against the window of a change. Three queries, and what the relations of its items
    /// cost.</summary>
    public async Task<Surroundings> Around(TenantId tenant, ChangeContent content, CancellationToken cancel) => new(
        await Freezes(tenant, content.Window, cancel), await Open(tenant, content.Window, cancel),
        await maintenance.InForce(tenant, cancel), await Related(tenant, content.ConfigurationItems, cancel));

    /// <summary>What the items depend on directly, and what depends on them, without the items themselves.</summary>
    private async Task<IReadOnlyList<string>> Related(
        TenantId tenant, IReadOnlyList<string> items, CancellationToken cancel)
    {
        var related = await map.Related(tenant, items, depth: 1, cancel);
        return [.. related.Except(items, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
    }

    /// <summary>The freezes that touch a time. One query.</summary>
    public async Task<IReadOnlyList<Freeze>> Freezes(TenantId tenant, Window window, CancellationToken cancel)
    {
        var rows = await lists.All(tenant, TableNames.Settings, Freeze.Kind, cancel);
        return
        [
            .. rows.Select(SettingsRow.Read<Freeze>).Where(freeze => window.Overlaps(freeze.From, freeze.Until)),
        ];
    }

    /// <summary>The open changes whose window touches a time, all of them. One query, and one more for each
    /// 200.</summary>
    public Task<IReadOnlyList<ChangeSummary>> Open(TenantId tenant, Window window, CancellationToken cancel) => All(
        tenant,
        new(TableNames.Open, [Change.Practice],
            $"{TableClient.CreateQueryFilter($"RowKey lt {NumberedRows.EndOfTimes}")} and {InWindow(window)}"),
        cancel);

    /// <summary>The closed changes of some months whose window touches a time. One query a month.</summary>
    public Task<IReadOnlyList<ChangeSummary>> Closed(
        TenantId tenant, Window window, IReadOnlyList<string> months, CancellationToken cancel) =>
        All(tenant, new(TableNames.Closed, months, InWindow(window)), cancel);

    /// <summary>The changes that ended in a time. One query a partition.</summary>
    public Task<IReadOnlyList<ChangeSummary>> Ended(
        TenantId tenant, Window window, string table, IReadOnlyList<string> partitions, CancellationToken cancel)
    {
        var (start, end) = (window.Start.ToDateTimeOffset(), window.End.ToDateTimeOffset());
        var filter = TableClient.CreateQueryFilter($"CompletedAt ge {start} and CompletedAt lt {end}");
        return All(tenant, new(table, partitions, filter), cancel);
    }

    /// <summary>All pages of a list: who decides on a conflict has to see every one.</summary>
    public async Task<IReadOnlyList<ChangeSummary>> All(TenantId tenant, ListStream stream, CancellationToken cancel)
    {
        var (found, cursor) = (new List<ChangeSummary>(), (string?)null);
        do
        {
            var page = await lists.Read(
                tenant, [stream], new(PageSize, cursor), SettingsRow.Read<ChangeSummary>, cancel);
            found.AddRange(page.Value.Items);
            cursor = page.Value.NextCursor;
        }
        while (cursor is not null);
        return found;
    }

    private static string InWindow(Window window)
    {
        var (start, end) = (window.Start.ToDateTimeOffset(), window.End.ToDateTimeOffset());
        return TableClient.CreateQueryFilter($"WindowStart lt {end} and WindowEnd gt {start}");
    }
}
