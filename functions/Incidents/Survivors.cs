using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Incidents;

/// <summary>Finds the incident that goes on in the place of one that was merged.</summary>
public sealed class Survivors(EventLog log)
{
    private const int MostMerges = 20;

    /// <summary>The last of the chain, itself when it was not merged. One point read for each merge, at most 20.
    /// </summary>
    public async Task<Incident> Of(TenantId tenant, Incident incident, CancellationToken cancel)
    {
        for (var merges = 0; incident.Merged is { } merge && merges < MostMerges; merges++)
            incident = (await log.Get<Incident, IncidentEvent>(tenant, merge.Into, cancel)).Value.State;
        return incident;
    }

    /// <summary>The id of the last of the chain; the same id when there is no such incident yet.</summary>
    public async Task<RecordId> Of(TenantId tenant, RecordId incident, CancellationToken cancel) =>
        await log.Find<Incident, IncidentEvent>(tenant, incident, cancel) is { } found
            ? (await Of(tenant, found.State, cancel)).Id
            : incident;
}
