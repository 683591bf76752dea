using System.Collections.Immutable;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;

namespace ItsmServerless.Notifications;

/// <summary>Finds the notices of an event, reading its record only where one can follow.</summary>
public sealed class Notices(EventLog log)
{
    /// <summary>None for events that nobody is told of. At most one point read.</summary>
    public Task<ImmutableArray<Notice>> Of(PublishedEvent published, CancellationToken cancel) =>
        published.Practice == Incident.Practice
            ? OfIncident(published, cancel)
            : Task.FromResult(ImmutableArray<Notice>.Empty);

    private async Task<ImmutableArray<Notice>> OfIncident(PublishedEvent published, CancellationToken cancel)
    {
        var happened = EventTypes<IncidentEvent>.Read(published.Type, published.Data);
        if (!IncidentNotices.Hears(happened)) return [];
        var incident = await log.Find<Incident, IncidentEvent>(published.Tenant, published.Record, cancel);
        return incident is null ? [] : IncidentNotices.Of(happened, incident.State);
    }
}
