using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>Finds the partitions of closed changes: one a month, by when they were closed.</summary>
public sealed class ChangeMonths(Lists lists, Clock clock)
{
    /// <summary>From this month down to the oldest with a closed change, or to a later one that is asked for. One
    /// query.</summary>
    public async Task<IReadOnlyList<string>> Since(TenantId tenant, Instant? asked, CancellationToken cancel)
    {
        var (from, before) = ChangeRows.ClosedPartitions;
        if (await lists.FirstPartition(tenant, TableNames.Closed, from, before, cancel) is not { } first) return [];
        var oldest = Later(ChangeRows.MonthOf(first), asked?.InUtc().Date.ToYearMonth());
        var months = new List<string>();
        for (var month = clock.Now.InUtc().Date.ToYearMonth(); month >= oldest; month = month.PlusMonths(-1))
            months.Add(ChangeRows.ClosedPartition(month));
        return months;
    }

    private static YearMonth Later(YearMonth one, YearMonth? other) => other > one ? other.Value : one;
}
