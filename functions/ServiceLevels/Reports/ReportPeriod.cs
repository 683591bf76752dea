using NodaTime;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>A month as the calendar on a wall of a time zone shows it.</summary>
public sealed record ReportPeriod(YearMonth Month, DateTimeZone Zone)
{
    /// <summary>The first instant of the month.</summary>
    public Instant From => StartOf(Month);

    /// <summary>The first instant after the month.</summary>
    public Instant Until => StartOf(Month.PlusMonths(1));

    /// <summary>The months of UTC that have a part of it: one to three, in order.</summary>
    public IEnumerable<YearMonth> UtcMonths
    {
        get
        {
            var last = UtcMonth(Until - Duration.Epsilon);
            for (var month = UtcMonth(From); month <= last; month = month.PlusMonths(1)) yield return month;
        }
    }

    /// <summary>Whether an instant is in the month.</summary>
    public bool Contains(Instant instant) => instant >= From && instant < Until;

    private Instant StartOf(YearMonth month) => Zone.AtStartOfDay(month.OnDayOfMonth(1)).ToInstant();

    private static YearMonth UtcMonth(Instant instant) => instant.InUtc().Date.ToYearMonth();
}
