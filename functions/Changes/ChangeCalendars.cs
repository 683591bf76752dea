using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>Reads the calendar of changes.</summary>
public sealed class ChangeCalendars(ChangeSchedule schedule, ChangeMonths months, MaintenanceWindows maintenance)
{
    /// <summary>How long before its window a change may have been closed to be found.</summary>
    private static readonly Duration Early = Duration.FromDays(31);

    /// <summary>The calendar of a time. Four queries, and one for each month since.</summary>
    public async Task<Outcome<ChangeCalendar>> Read(TenantId tenant, Window asked, CancellationToken cancel)
    {
        var open = await schedule.Open(tenant, asked, cancel);
        var since = await months.Since(tenant, asked.Start - Early, cancel);
        var closed = since.Count == 0 ? [] : await schedule.Closed(tenant, asked, since, cancel);
        var (freezes, windows) = (await schedule.Freezes(tenant, asked, cancel),
            await maintenance.InForce(tenant, cancel));
        return ChangeCalendar.Of(asked, [.. open, .. closed], freezes, windows);
    }
}
