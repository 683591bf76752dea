using System.Collections.Immutable;
using ItsmServerless.Approvals;
using ItsmServerless.Bulk;
using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;

namespace ItsmServerless.Notifications;

/// <summary>Finds the notices of an event, reading its record only where one can follow.</summary>
public sealed class Notices(
    EventLog log, AskedPeople people, ApprovalLinks links, BallotAddresses ballots, ApprovalCodes codes,
    Acquaintance acquaintance)
{
    /// <summary>None for events that nobody is told of. One point read, two more for what is reported; where people
    /// are asked to approve,
    /// what <see cref="AskedPeople"/> reads.</summary>
    public async Task<ImmutableArray<Notice>> Of(PublishedEvent published, CancellationToken cancel)
    {
        if (published.Practice == Incident.Practice) return await OfIncident(published, cancel);
        if (published.Practice == Change.Practice) return await OfChange(published, cancel);
        if (published.Practice == BulkRun.Practice) return await OfBulk(published, cancel);
        return published.Practice == Approval.Practice ? await OfApproval(published, cancel) : [];
    }

    private async Task<ImmutableArray<Notice>> OfIncident(PublishedEvent published, CancellationToken cancel)
    {
        var happened = EventTypes<IncidentEvent>.Read(published.Type, published.Data);
        if (!IncidentNotices.Hears(happened)) return [];
        var incident = await log.Find<Incident, IncidentEvent>(published.Tenant, published.Record, cancel);
        if (incident is null) return [];
        var isKnown = happened is not IncidentReported { Requester: { } requester } ||
            await acquaintance.Knows(published, requester.Email, cancel);
        return IncidentNotices.Of(happened, incident.State, isKnown);
    }

    private async Task<ImmutableArray<Notice>> OfApproval(PublishedEvent published, CancellationToken cancel)
    {
        if (ApprovalNotices.Asks(published) is { } asks) return await Asked(published, asks, cancel);
        return EventTypes<ApprovalEvent>.Read(published.Type, published.Data) switch
        {
            ApprovalCodeAsked e => [await Code(published, e, cancel)],
            ApprovalConcluded e => await Ended(published, e, cancel),
            _ => [],
        };
    }

    private async Task<ImmutableArray<Notice>> Asked(PublishedEvent published, Asking asks, CancellationToken cancel)
    {
        var asked = asks.Approvers.Select(approver => approver.Person);
        return ApprovalNotices.Of(
            published, asks, await people.Of(published.Tenant, asked, cancel),
            await people.Channels(published.Tenant, asks.Approvers, cancel), links, ballots);
    }

    private async Task<Notice> Code(PublishedEvent published, ApprovalCodeAsked asked, CancellationToken cancel)
    {
        var code = codes.Of(
            published.Tenant, published.Record, asked.Question, asked.Approver, asked.Decision, asked.Key, asked.Seed);
        var person = await people.Of(published.Tenant, [asked.Approver], cancel);
        return ApprovalNotices.Code(asked, code, person[asked.Approver]);
    }

    private async Task<ImmutableArray<Notice>> Ended(
        PublishedEvent published, ApprovalConcluded concluded, CancellationToken cancel)
    {
        var found = await log.Find<Approval, ApprovalEvent>(published.Tenant, published.Record, cancel);
        if (found is not { State: var approval }) return [];
        var asked = approval.Questions.SelectMany(question => question.Ballots).Select(ballot => ballot.Approver);
        var channels = await people.Channels(published.Tenant, asked, cancel);
        return ApprovalNotices.Ended(concluded, approval, channels.Values);
    }

    private async Task<ImmutableArray<Notice>> OfBulk(PublishedEvent published, CancellationToken cancel)
    {
        if (EventTypes<BulkEvent>.Read(published.Type, published.Data) is not BulkCompleted) return [];
        var bulk = await log.Find<BulkRun, BulkEvent>(published.Tenant, published.Record, cancel);
        return bulk is null ? [] : BulkNotices.Of(bulk.State);
    }

    private async Task<ImmutableArray<Notice>> OfChange(PublishedEvent published, CancellationToken cancel)
    {
        var happened = EventTypes<ChangeEvent>.Read(published.Type, published.Data);
        if (!ChangeNotices.Hears(happened)) return [];
        var change = await log.Find<Change, ChangeEvent>(published.Tenant, published.Record, cancel);
        return change is null ? [] : ChangeNotices.Of(happened, change.State);
    }
}
