using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Changes;

/// <summary>Lists of changes and of what belongs to one. The costs are in <see cref="ChangeRows"/>.</summary>
public sealed class ChangeLists(
    Api api, Lists lists, Timelines timelines, ChangeDesk desk, ChangeSchedule schedule, Clock clock)
{
    private static readonly Duration LongestCalendar = Duration.FromDays(366);

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

    /// <summary>Open changes and freezes that touch a time of at most a year. Two queries.</summary>
    public async Task<Outcome<ChangeCalendar>> Calendar(HttpRequest request, CancellationToken cancel)
    {
        var (from, to) = (InstantOf(request, "from"), InstantOf(request, "to"));
        if (from is null || to is null || from >= to || to - from > LongestCalendar)
            return new Problem(
                ProblemCode.InvalidParameter, "from and to are times in UTC, in this order, at most 366 days apart.");
        var (freezes, changes) = await schedule.Around(api.Caller(request).Tenant, new(from.Value, to.Value), cancel);
        return new ChangeCalendar(
            [.. changes.OrderBy(change => change.Window.Start)],
            [.. freezes.OrderBy(freeze => freeze.From).Select(FreezeView.Of)]);
    }

    private static ListStream Open(ChangeFilter filter) => new(
        TableNames.Open, [Change.Practice],
        And(Before(filter.UpdatedSince is { } since ? LastSince(since) : NumberedRows.EndOfTimes), filter.Columns()));

    private async Task<ListStream> Closed(TenantId tenant, ChangeFilter filter, CancellationToken cancel)
    {
        var range = filter.UpdatedSince is { } since ? Before(LastSince(since)) : null;
        return new(TableNames.Closed, await Months(tenant, filter, cancel), And(range, filter.Columns()));
    }

    /// <summary>From this month down to the oldest with a closed change, or to the oldest month asked for.</summary>
    private async Task<IReadOnlyList<string>> Months(TenantId tenant, ChangeFilter filter, CancellationToken cancel)
    {
        var (from, before) = ChangeRows.ClosedPartitions;
        if (await lists.FirstPartition(tenant, TableNames.Closed, from, before, cancel) is not { } first) return [];
        var oldest = YearMonth(ChangeRows.MonthOf(first), filter.UpdatedSince);
        var months = new List<string>();
        for (var month = clock.Now.InUtc().Date.ToYearMonth(); month >= oldest; month = month.PlusMonths(-1))
            months.Add(ChangeRows.ClosedPartition(month));
        return months;
    }

    private static YearMonth YearMonth(YearMonth first, Instant? since)
    {
        var asked = since?.InUtc().Date.ToYearMonth() ?? first;
        return asked > first ? asked : first;
    }

    /// <summary>Behind the last key that an update at this instant can have: ids are ASCII below <c>~</c>.</summary>
    private static string LastSince(Instant at) => RowKeys.NewestFirst(at, new("~"));

    private static string Before(string row) => TableClient.CreateQueryFilter($"RowKey lt {row}");

    private static string? And(string? one, string? other) =>
        one is null || other is null ? one ?? other : $"{one} and {other}";

    private static Instant? InstantOf(HttpRequest request, string name) =>
        request.Query[name] is [{ } text] && InstantPattern.ExtendedIso.Parse(text) is { Success: true } at
            ? at.Value
            : null;
}
