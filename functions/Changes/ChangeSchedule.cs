using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Changes;

/// <summary>Reads what happens, and may not happen, in a window. Two queries: the freezes, and the open changes in
/// it.</summary>
public sealed class ChangeSchedule(Lists lists)
{
    private const int PageSize = 200;

    /// <summary>Freezes and open changes, each of which may or may not overlap the window with more than its
    /// time.</summary>
    public async Task<(IReadOnlyList<Freeze> Freezes, IReadOnlyList<ChangeSummary> Changes)> Around(
        TenantId tenant, Window window, CancellationToken cancel)
    {
        var rows = await lists.All(tenant, TableNames.Settings, Freeze.Kind, cancel);
        var freezes = rows.Select(SettingsRow.Read<Freeze>).Where(freeze => window.Overlaps(freeze.From, freeze.Until));
        return ([.. freezes], await Open(tenant, window, cancel));
    }

    /// <summary>All pages: who decides on a conflict has to see every one.</summary>
    private async Task<IReadOnlyList<ChangeSummary>> Open(TenantId tenant, Window window, CancellationToken cancel)
    {
        var (start, end) = (window.Start.ToDateTimeOffset(), window.End.ToDateTimeOffset());
        var filter = TableClient.CreateQueryFilter(
            $"RowKey lt {NumberedRows.EndOfTimes} and WindowStart lt {end} and WindowEnd gt {start}");
        var (found, cursor) = (new List<ChangeSummary>(), (string?)null);
        do
        {
            var page = await lists.Read(
                tenant, [new(TableNames.Open, [Change.Practice], filter)], new(PageSize, cursor),
                SettingsRow.Read<ChangeSummary>, cancel);
            found.AddRange(page.Value.Items);
            cursor = page.Value.NextCursor;
        }
        while (cursor is not null);
        return found;
    }
}
