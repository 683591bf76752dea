using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Incidents;

/// <summary>Finds the incidents that were reported in a period, whatever became of them.</summary>
/// <remarks>
/// Goes through the list rows of everything that was updated since the period began, as nothing is reported before it
/// is updated: a query for every 1,000 open ones, and for every 1,000 closed ones of a month. An incident that changes
/// meanwhile moves to the front of the list; so the front is read again until nobody new is found there.
/// </remarks>
public sealed class ReportedIncidents(Lists lists, Clock clock)
{
    private const int PageSize = 999;

    /// <summary>An update is dated when its request comes, and seen a little later.</summary>
    private static readonly Duration Margin = Duration.FromMinutes(1);

    /// <summary>Their ids, in the order of ids.</summary>
    /// <param name="to">The first instant that is not in the period.</param>
    public async Task<IReadOnlyList<RecordId>> Between(
        TenantId tenant, Instant from, Instant to, CancellationToken cancel)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        for (var (since, before) = (from, -1); found.Count > before;)
        {
            before = found.Count;
            var next = Instant.Max(from, clock.Now - Margin);
            await foreach (var incident in UpdatedSince(tenant, since, cancel))
                if (incident.CreatedAt >= from && incident.CreatedAt < to) found.Add(incident.Id.Value);
            since = next;
        }
        return [.. found.Select(id => new RecordId(id))];
    }

    private async IAsyncEnumerable<IncidentSummary> UpdatedSince(
        TenantId tenant, Instant since, [EnumeratorCancellation] CancellationToken cancel)
    {
        var range = TableClient.CreateQueryFilter($"RowKey lt {IncidentRows.OpenRange(since)}");
        ListStream[] streams =
        [
            new(TableNames.Open, [Incident.Practice], range),
            new(TableNames.Closed, await Months(tenant, since, cancel), range),
        ];
        string? cursor = null;
        do
        {
            var page = await lists.Read(
                tenant, streams, new(PageSize, cursor), SettingsRow.Read<IncidentSummary>, cancel);
            foreach (var incident in page.Value.Items) yield return incident;
            cursor = page.Value.NextCursor;
        }
        while (cursor is not null);
    }

    private async Task<IReadOnlyList<string>> Months(TenantId tenant, Instant since, CancellationToken cancel)
    {
        var (from, before) = IncidentRows.ClosedPartitions;
        var first = await lists.FirstPartition(tenant, TableNames.Closed, from, before, cancel);
        if (first is null) return [];
        var asked = IncidentRows.ClosedPartition(since);
        var oldest = string.CompareOrdinal(first, asked) > 0 ? first : asked;
        return IncidentRows.ClosedSince(IncidentRows.MonthOf(oldest), clock.Now.InUtc().Date.ToYearMonth());
    }
}
