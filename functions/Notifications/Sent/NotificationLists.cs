using ItsmServerless.Approvals;
using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Notifications.Sent;

/// <summary>Lists what was told of a record, the newest event's first.</summary>
/// <remarks>Two point reads at most for the record, two more for a number, and a query over its notices.</remarks>
public sealed class NotificationLists(EventLog log, Lists lists)
{
    private const int MostApprovals = 5;
    private static readonly NumberedKind Incidents = new(Incident.Practice, Incident.Prefix, Incident.Series);

    /// <summary>Of an incident; to a requester, what was sent to whom it is for.</summary>
    public async Task<Outcome<Page<NotificationView>>> OfIncident(
        Caller caller, string idOrNumber, Paging paging, CancellationToken cancel)
    {
        var id = await lists.Locate(caller.Tenant, Incidents, idOrNumber, cancel);
        var found = id is { } known ? await log.Find<Incident, IncidentEvent>(caller.Tenant, known, cancel) : null;
        if (found is not { State: var incident } || !incident.IsVisibleTo(caller))
            return Problem.NotFound($"{Incident.Practice} {idOrNumber}");
        if (caller.Role != Role.Requester) return await Read(caller, [NoticeRows.List(incident.Id)], paging, cancel);
        return (caller.Person ?? incident.Requester?.Email) is { } own
            ? await Read(caller, [NoticeRows.List(incident.Id, own)], paging, cancel)
            : new Page<NotificationView>([], null);
    }

    /// <summary>Of a change and of its approvals, the newest of which there were.</summary>
    public async Task<Outcome<Page<NotificationView>>> OfChange(
        Caller caller, string idOrNumber, Paging paging, CancellationToken cancel)
    {
        var id = await lists.Locate(caller.Tenant, Change.Numbered, idOrNumber, cancel);
        var found = id is { } known ? await log.Find<Change, ChangeEvent>(caller.Tenant, known, cancel) : null;
        if (found is null) return Problem.NotFound($"{Change.Practice} {idOrNumber}");
        var generations = Enumerable.Range(1, found.State.Generation).Reverse().Take(MostApprovals);
        var approvals = generations.Select(each => Approval.IdFor(caller.Tenant, found.Id, each));
        var streams = approvals.Prepend(found.Id).Select(record => NoticeRows.List(record));
        return await Read(caller, [.. streams], paging, cancel);
    }

    private Task<Outcome<Page<NotificationView>>> Read(
        Caller caller, IReadOnlyList<ListStream> streams, Paging paging, CancellationToken cancel) =>
        lists.Read(caller.Tenant, streams, paging, NotificationView.Of, cancel);
}
