using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Incidents;

/// <summary>Lists of incidents and of what belongs to one. The costs are in <see cref="IncidentRows"/>.</summary>
public sealed class IncidentLists(
    Api api, Lists lists, ListsInTurn inTurn, Timelines timelines, IncidentDesk desk, Clock clock)
{
    /// <summary>The incidents a filter shows, newest update first.</summary>
    public async Task<Outcome<Page<IncidentSummary>>> Read(HttpRequest request, CancellationToken cancel)
    {
        if (api.Paging(request).IsRefused(out var badPaging, out var paging)) return badPaging;
        return await Read(api.Caller(request), request.Query, paging, cancel);
    }

    /// <summary>The same for a query that did not come with the request.</summary>
    public async Task<Outcome<Page<IncidentSummary>>> Read(
        Caller caller, IQueryCollection query, Paging paging, CancellationToken cancel)
    {
        if (IncidentFilter.Read(query, caller.Role).IsRefused(out var badFilter, out var filter)) return badFilter;
        if (filter.IsByPriority) return await ByPriority(filter, caller, paging, cancel);
        var streams = new List<ListStream>();
        if (filter.ReachesOpen) streams.Add(Open(filter, caller));
        if (filter.ReachesClosed) streams.Add(await Closed(filter, caller, cancel));
        return await lists.Read(caller.Tenant, streams, paging, SettingsRow.Read<IncidentSummary>, cancel);
    }

    /// <summary>What happened to an incident, as it is stored.</summary>
    public Task<Outcome<Page<StoredEvent>>> Timeline(HttpRequest request, string id, CancellationToken cancel) =>
        Events(request, id, "timeline", stored => stored, cancel);

    /// <summary>What was said about an incident; a requester does not see what is internal.</summary>
    public Task<Outcome<Page<CommentView>>> Comments(HttpRequest request, string id, CancellationToken cancel)
    {
        var seesAll = api.Caller(request).Role != Role.Requester;
        return Events(request, id, seesAll ? "comments" : "public-comments", Seen, cancel);

        CommentView? Seen(StoredEvent stored) =>
            CommentView.Of(stored) is { } said && (seesAll || said.Visibility == Visibility.Public) ? said : null;
    }

    /// <summary>The files of an incident, all on one page, in the order they came.</summary>
    public async Task<Outcome<Page<AttachmentView>>> Attachments(
        HttpRequest request, string id, CancellationToken cancel)
    {
        if (api.Paging(request).IsRefused(out var bad, out var paging)) return bad;
        if (paging.Cursor is not null) return new Problem(ProblemCode.InvalidCursor, "The list has one page.");
        var caller = api.Caller(request);
        var found = await desk.Find(caller, id, cancel);
        return found.Map(record => new Page<AttachmentView>(
            [.. record.State.Attachments.Where(file => file.IsVisibleTo(caller)).Select(AttachmentView.Of)],
            NextCursor: null));
    }

    private async Task<Outcome<Page<T>>> Events<T>(
        HttpRequest request, string id, string name, Func<StoredEvent, T?> view, CancellationToken cancel)
        where T : class
    {
        if (api.Paging(request).IsRefused(out var bad, out var paging)) return bad;
        var caller = api.Caller(request);
        var found = await desk.Find(caller, id, cancel);
        return await found.Then(record => timelines.Read(caller.Tenant, record.Id, name, paging, view, cancel));
    }

    /// <summary>What is open, P1 first and of each priority the newest update: a query for each that the page
    /// reaches.</summary>
    private Task<Outcome<Page<IncidentSummary>>> ByPriority(
        IncidentFilter filter, Caller caller, Paging paging, CancellationToken cancel)
    {
        var asked = filter.Priority is { } one ? [one] : Words<Priority>.All;
        var streams = asked.Select(priority => Open(filter with { Priority = priority }, caller));
        return inTurn.Read(caller.Tenant, [.. streams], paging, SettingsRow.Read<IncidentSummary>, cancel);
    }

    private static ListStream Open(IncidentFilter filter, Caller caller) =>
        new(TableNames.Open, [Incident.Practice],
            And(Range(IncidentRows.OpenRange(filter.UpdatedSince)), filter.Columns(caller)));

    private async Task<ListStream> Closed(IncidentFilter filter, Caller caller, CancellationToken cancel)
    {
        var range = filter.UpdatedSince is { } since ? Range(IncidentRows.OpenRange(since)) : null;
        return new(TableNames.Closed, await Months(filter, caller, cancel), And(range, filter.Columns(caller)));
    }

    /// <summary>From this month down to the oldest with a closed incident, or to the oldest month asked for.</summary>
    private async Task<IReadOnlyList<string>> Months(IncidentFilter filter, Caller caller, CancellationToken cancel)
    {
        var (from, before) = IncidentRows.ClosedPartitions;
        var first = await lists.FirstPartition(caller.Tenant, TableNames.Closed, from, before, cancel);
        if (first is null) return [];
        var asked = filter.UpdatedSince is { } since ? IncidentRows.ClosedPartition(since) : first;
        var oldest = string.CompareOrdinal(first, asked) > 0 ? first : asked;
        return IncidentRows.ClosedSince(IncidentRows.MonthOf(oldest), clock.Now.InUtc().Date.ToYearMonth());
    }

    private static string Range(string before) => TableClient.CreateQueryFilter($"RowKey lt {before}");

    private static string? And(string? one, string? other) =>
        one is null || other is null ? one ?? other : $"{one} and {other}";
}
