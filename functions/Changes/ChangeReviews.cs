using Azure.Data.Tables;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>Looks back at changes: finds what they may have caused, and takes what was learned.</summary>
public sealed class ChangeReviews(EventLog log, Lists lists, ChangeDesk desk, Clock clock)
{
    private const int PageSize = 200;
    private const int MostPages = 50;
    private const int MostIncidents = 100;

    /// <summary>What a review begins with.</summary>
    /// <remarks>A query for each 200 incidents since the change ended, at most 10,000 of them, newest update first;
    /// then a
    /// point read and a query for each incident that is shown, at most 100.</remarks>
    public async Task<Outcome<ChangeReviewView>> Show(Caller caller, string idOrNumber, CancellationToken cancel)
    {
        if ((await desk.Find(caller, idOrNumber, cancel)).IsRefused(out var missing, out var change)) return missing;
        var (incidents, clocks) = (new List<Incident>(), new List<BreachedClockView>());
        await foreach (var id in Ids(caller.Tenant, change.State, cancel).Distinct().Take(MostIncidents))
        {
            if (await log.Find<Incident, IncidentEvent>(caller.Tenant, id, cancel) is not { } incident) continue;
            incidents.Add(incident.State);
            var history = await log.History<IncidentEvent>(caller.Tenant, id, cancel);
            clocks.AddRange(AfterTheWindow.Breaches(incident.State, history));
        }
        return ChangeReviewView.Of(change, incidents, clocks);
    }

    /// <summary>Records a review; the incidents it names are linked afterwards. A point read for each.</summary>
    public async Task<Outcome<Versioned<Change>>> Review(
        Request<ReviewChange> request, string idOrNumber, CancellationToken cancel)
    {
        var missing = new List<RecordId>();
        foreach (var id in request.Body.Caused)
        {
            if (await log.Find<Incident, IncidentEvent>(request.Caller.Tenant, id, cancel) is null) missing.Add(id);
        }
        return await desk.Move(
            request, idOrNumber, change => ReviewChange.Decide(change, request.Body, missing), cancel);
    }

    /// <summary>The incidents that are linked, then those that are proposed.</summary>
    private async IAsyncEnumerable<RecordId> Ids(
        TenantId tenant, Change change,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var linked in change.Incidents) yield return linked;
        if (change.CompletedAt is not { } end || change.Content.ConfigurationItems.Count == 0) yield break;
        await foreach (var incident in Since(tenant, end, cancel))
        {
            if (AfterTheWindow.IsProposed(incident.ConfigurationItems, incident.CreatedAt, change))
                yield return incident.Id;
        }
    }

    private async IAsyncEnumerable<IncidentSummary> Since(
        TenantId tenant, Instant end, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var range = TableClient.CreateQueryFilter($"RowKey lt {IncidentRows.OpenRange(end)}");
        var months = IncidentRows.ClosedSince(Month(end), Month(clock.Now));
        ListStream[] streams = [new(TableNames.Open, [Incident.Practice], range),
            new(TableNames.Closed, months, range)];
        string? cursor = null;
        for (var pages = 0; pages == 0 || (cursor is not null && pages < MostPages); pages++)
        {
            var page = await lists.Read(
                tenant, streams, new(PageSize, cursor), SettingsRow.Read<IncidentSummary>, cancel);
            foreach (var incident in page.Value.Items) yield return incident;
            cursor = page.Value.NextCursor;
        }
    }

    private static YearMonth Month(Instant at) => at.InUtc().Date.ToYearMonth();
}
