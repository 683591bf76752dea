using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>Lists of changes and of what belongs to one. The costs are in <see cref="ChangeRows"/>.</summary>
public sealed class ChangeLists(Api api, Lists lists, Timelines timelines, ChangeDesk desk, ChangeMonths months)
{
    /// <summary>The changes a filter shows, newest update first.</summary>
    public async Task<Outcome<Page<ChangeSummary>>> Read(HttpRequest request, CancellationToken cancel)
    {
        if (api.Paging(request).IsRefused(out var badPaging, out var paging)) return badPaging;
        if (ChangeFilter.Read(request.Query).IsRefused(out var badFilter, out var filter)) return badFilter;
        var tenant = api.Caller(request).Tenant;
        var streams = new List<ListStream>();
        if (filter.ReachesOpen) streams.Add(Open(filter));
        if (filter.ReachesClosed) streams.Add(await Closed(tenant, filter, cancel));
        return await lists.Read(tenant, streams, paging, SettingsRow.Read<ChangeSummary>, cancel);
    }

    /// <summary>What happened to a change, as it is stored.</summary>
    public async Task<Outcome<Page<StoredEvent>>> Timeline(HttpRequest request, string id, CancellationToken cancel)
    {
        if (api.Paging(request).IsRefused(out var bad, out var paging)) return bad;
        var caller = api.Caller(request);
        var found = await desk.Find(caller, id, cancel);
        return await found.Then(record =>
            timelines.Read(caller.Tenant, record.Id, "timeline", paging, stored => stored, cancel));
    }

    private static ListStream Open(ChangeFilter filter) => new(
        TableNames.Open, [Change.Practice],
        And(Before(filter.UpdatedSince is { } since ? LastSince(since) : NumberedRows.EndOfTimes), filter.Columns()));

    private async Task<ListStream> Closed(TenantId tenant, ChangeFilter filter, CancellationToken cancel)
    {
        var range = filter.UpdatedSince is { } since ? Before(LastSince(since)) : null;
        return new(TableNames.Closed, await months.Since(tenant, filter.UpdatedSince, cancel),
            And(range, filter.Columns()));
    }

    /// <summary>Behind the last key that an update at this instant can have: ids are ASCII below <c>~</c>.</summary>
    private static string LastSince(Instant at) => RowKeys.NewestFirst(at, new("~"));

    private static string Before(string row) => TableClient.CreateQueryFilter($"RowKey lt {row}");

    private static string? And(string? one, string? other) =>
        one is null || other is null ? one ?? other : $"{one} and {other}";
}
