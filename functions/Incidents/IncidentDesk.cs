using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;

namespace ItsmServerless.Incidents;

/// <summary>What the triggers call: finds incidents by id or number, and takes commands to them.</summary>
/// <remarks>What a requester may not see is <c>not_found</c> everywhere, as if it were another tenant's.</remarks>
public sealed class IncidentDesk(EventLog log, Lists lists, NumberBlocks numbers, PriorityMatrices matrices)
{
    /// <summary>Begins an incident. A repeated request meets its own first one; the number it took goes back.</summary>
    public async Task<Outcome<Versioned<Incident>>> Report(Request<ReportIncident> request, CancellationToken cancel)
    {
        var caller = request.Caller;
        var matrix = await matrices.Of(caller.Tenant, cancel);
        var number = await numbers.Take(caller.Tenant, Incident.Series, cancel);
        var reported = await log.Create<Incident, IncidentEvent>(
            request.Command, request.NewId(Incident.Prefix),
            existing => Within(caller, ReportIncident.Decide(existing, request.Body, number, caller, matrix)),
            cancel);
        if (reported.IsRefused(out _, out var record) || record.State.Number != number)
            numbers.Return(caller.Tenant, number);
        return reported;
    }

    /// <summary>Edits an incident; the priority that follows is by the matrix as it is now.</summary>
    public async Task<Outcome<Versioned<Incident>>> Edit(
        Request<EditIncident> request, string idOrNumber, CancellationToken cancel)
    {
        var matrix = await matrices.Of(request.Caller.Tenant, cancel);
        return await Change(request, idOrNumber, i => EditIncident.Decide(i, request.Body, matrix), cancel);
    }

    /// <summary>The incident, if the caller may see it. One point read; by number up to two more.</summary>
    public async Task<Outcome<Versioned<Incident>>> Find(Caller caller, string idOrNumber, CancellationToken cancel)
    {
        var id = await Locate(caller.Tenant, idOrNumber, cancel);
        var found = id is { } known ? await log.Find<Incident, IncidentEvent>(caller.Tenant, known, cancel) : null;
        return found is not null && found.State.IsVisibleTo(caller) ? found : NotFound(idOrNumber);
    }

    /// <summary>Takes a command to an incident that the caller may see.</summary>
    public async Task<Outcome<Versioned<Incident>>> Change<TBody>(
        Request<TBody> request, string idOrNumber, Func<Incident, Decision<IncidentEvent>> decide,
        CancellationToken cancel)
        where TBody : class
    {
        var caller = request.Caller;
        var isLimited = caller.Role == Role.Requester || caller.Groups is not null;
        if (isLimited && (await Find(caller, idOrNumber, cancel)).IsRefused(out var hidden, out _))
            return hidden;
        return await Locate(caller.Tenant, idOrNumber, cancel) is { } id
            ? await log.Execute<Incident, IncidentEvent>(
                request.Command, id,
                incident => incident is null ? NotFound(idOrNumber) : Within(caller, decide(incident)), cancel)
            : NotFound(idOrNumber);
    }

    /// <summary>Writes a comment; the same Idempotency-Key leads to the same one.</summary>
    public Task<Outcome<CommentView>> Comment(
        Request<CommentOnIncident> request, string idOrNumber, CancellationToken cancel)
    {
        var (id, body, caller) = (request.NewId("cmt"), request.Body, request.Caller);
        var commented = Change(request, idOrNumber, i => CommentOnIncident.Decide(i, body, id, caller), cancel);
        return commented.Map(record => new CommentView(
            id, body.Body!, body.ToVisibility(), CommentOnIncident.AuthorOf(record.State, caller),
            record.State.UpdatedAt));
    }

    /// <summary>Links an incident to another record of the tenant, which is looked for first.</summary>
    public async Task<Outcome<Link>> Link(
        Request<LinkIncident> request, string idOrNumber, CancellationToken cancel)
    {
        var (tenant, body, link) = (request.Caller.Tenant, request.Body, request.Body.ToLink());
        var exists = link.To.Prefix == Incident.Prefix
            ? !(await Find(request.Caller, link.To.Value, cancel)).IsRefused(out _, out _)
            : request.Caller.Groups is null && (await log.Timeline(tenant, link.To, 0, limit: 1, cancel)).Count > 0;
        return await Change(request, idOrNumber, incident => LinkIncident.Decide(incident, body, exists), cancel)
            .Map(_ => link);
    }

    /// <summary>Merges an incident into another one of the tenant, which is looked for first and hears of it
    /// afterwards.</summary>
    public async Task<Outcome<Versioned<Incident>>> Merge(
        Request<MergeIncident> request, string idOrNumber, CancellationToken cancel)
    {
        var found = await Find(request.Caller, request.Body.Into!, cancel);
        var into = found.IsRefused(out _, out var record) ? null : record.State;
        return await Change(request, idOrNumber, i => MergeIncident.Decide(i, request.Body, into), cancel);
    }

    private async Task<RecordId?> Locate(TenantId tenant, string idOrNumber, CancellationToken cancel)
    {
        if (RecordId.TryParse(Incident.Prefix, idOrNumber, out var id)) return id;
        if (!IsNumber(idOrNumber)) return null;
        foreach (var (table, partition, row) in IncidentRows.OfNumber(idOrNumber))
            if (await lists.Find(tenant, table, partition, row, cancel) is { } found)
                return RecordId.From(found.GetString(IncidentRows.IdColumn));
        return null;
    }

    /// <summary>The decision, unless it would give work to a group that the caller does not reach.</summary>
    private static Decision<IncidentEvent> Within(Caller caller, Decision<IncidentEvent> decision)
    {
        foreach (var happened in decision.Events)
            if (happened is IncidentReported { Group: var group } && !caller.Reaches(group)) return Outside(group);
            else if (happened is IncidentAssigned { Group: var next } && !caller.Reaches(next)) return Outside(next);
        return decision;

        Problem Outside(string? group) => caller.OutsideGroups(
            group is null ? "the incident would be no group's" : $"the incident would be the group {group}'s");
    }

    private static bool IsNumber(string text) =>
        text.StartsWith(Incident.Series + "-", StringComparison.Ordinal) && text.Length is > 9 and < 24 &&
        text.AsSpan(Incident.Series.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static Problem NotFound(string idOrNumber) => Problem.NotFound($"{Incident.Practice} {idOrNumber}");
}
