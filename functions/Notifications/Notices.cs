using System.Collections.Immutable;
using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;

namespace ItsmServerless.Notifications;

/// <summary>Finds the notices of an event, reading its record only where one can follow.</summary>
public sealed class Notices(EventLog log, AskedPeople people, ApprovalLinks links, BallotAddresses ballots)
{
    /// <summary>None for events that nobody is told of. At most one point read; for those who are asked to approve,
    /// what <see cref="AskedPeople"/> reads.</summary>
    public async Task<ImmutableArray<Notice>> Of(PublishedEvent published, CancellationToken cancel)
    {
        if (published.Practice == Incident.Practice) return await OfIncident(published, cancel);
        if (published.Practice == Change.Practice) return await OfChange(published, cancel);
        return published.Practice == Approval.Practice ? await OfApproval(published, cancel) : [];
    }

    private async Task<ImmutableArray<Notice>> OfIncident(PublishedEvent published, CancellationToken cancel)
    {
        var happened = EventTypes<IncidentEvent>.Read(published.Type, published.Data);
        if (!IncidentNotices.Hears(happened)) return [];
        var incident = await log.Find<Incident, IncidentEvent>(published.Tenant, published.Record, cancel);
        return incident is null ? [] : IncidentNotices.Of(happened, incident.State);
    }

    private async Task<ImmutableArray<Notice>> OfApproval(PublishedEvent published, CancellationToken cancel)
    {
        if (ApprovalNotices.Asks(published) is not { } asks) return [];
        var asked = asks.Approvers.Select(approver => approver.Person);
        return ApprovalNotices.Of(published, asks, await people.Of(published.Tenant, asked, cancel), links, ballots);
    }

    private async Task<ImmutableArray<Notice>> OfChange(PublishedEvent published, CancellationToken cancel)
    {
        var happened = EventTypes<ChangeEvent>.Read(published.Type, published.Data);
        if (!ChangeNotices.Hears(happened)) return [];
        var change = await log.Find<Change, ChangeEvent>(published.Tenant, published.Record, cancel);
        return change is null ? [] : ChangeNotices.Of(happened, change.State);
    }
}
