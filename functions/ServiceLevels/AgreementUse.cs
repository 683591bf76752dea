using Azure.Data.Tables;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.ServiceLevels;

/// <summary>Finds what would miss a calendar or an agreement.</summary>
public sealed class AgreementUse(EventLog log, Lists lists, IncidentClocks clocks, Kernel.Time.Clock clock)
{
    private const int PageSize = 200;
    private const int MostFound = 100;

    /// <summary>The keys of the agreements in force that name a calendar. One query, over at most 1,000 rows.</summary>
    public async Task<IReadOnlyList<string>> OfCalendar(TenantId tenant, string key, CancellationToken cancel) =>
    [
        .. (await lists.All(tenant, TableNames.Settings, Agreement.ListPartition, cancel))
            .Select(SettingsRow.Read<Agreement>)
            .Where(agreement => agreement.DeletedAt is null && agreement.Calendar == key)
            .Select(agreement => agreement.Key),
    ];

    /// <summary>The numbers of the open incidents on which an agreement has a clock that can still count, newest update
    /// first; at most 100.</summary>
    /// <remarks>One query for the agreement, one for every 200 open incidents, and three for each that it was in force for
    /// and covers now. Those nearly all have a clock, so that 100 of them end the search.</remarks>
    public async Task<IReadOnlyList<string>> OfAgreement(TenantId tenant, string key, CancellationToken cancel)
    {
        var found = new List<string>();
        var history = await log.History<AgreementEvent>(tenant, Agreement.IdOf(key), cancel);
        await foreach (var incident in Open(tenant, cancel))
        {
            if (found.Count == MostFound) break;
            if (DocumentsInForce.Agreement(history, incident.CreatedAt)?.Covers(TraitsOf(incident)) is true &&
                await HasClock(tenant, incident.Id, key, cancel))
                found.Add(incident.Number);
        }
        return found;
    }

    private async Task<bool> HasClock(TenantId tenant, RecordId incident, string key, CancellationToken cancel) =>
        await clocks.Read(tenant, incident, cancel) is { } life &&
        life.Clocks(clock.Now).Any(running =>
            running.StoppedAt is null && running.Commitment.Agreement.Key == key);

    private async IAsyncEnumerable<IncidentSummary> Open(
        TenantId tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var open = new ListStream(
            TableNames.Open, [Incident.Practice],
            TableClient.CreateQueryFilter($"RowKey lt {IncidentRows.OpenRange(null)}"));
        string? cursor = null;
        do
        {
            var page = await lists.Read(
                tenant, [open], new(PageSize, cursor), SettingsRow.Read<IncidentSummary>, cancel);
            foreach (var incident in page.Value.Items) yield return incident;
            cursor = page.Value.NextCursor;
        }
        while (cursor is not null);
    }

    private static Traits TraitsOf(IncidentSummary incident) =>
        new(incident.Priority, incident.Service, incident.Group, incident.Requester?.Email);
}
