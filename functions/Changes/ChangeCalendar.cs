using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>What happens, and may not happen, in a time.</summary>
/// <param name="Items">Changes by the start of their windows, also closed ones; those that were cancelled are left
/// out.</param>
/// <param name="MaintenanceWindows">Those with a time in it.</param>
public sealed record ChangeCalendar(
    IReadOnlyList<ChangeSummary> Items, IReadOnlyList<FreezeView> Freezes,
    IReadOnlyList<MaintenanceTimesView> MaintenanceWindows)
{
    /// <summary>Puts in order what was read.</summary>
    public static ChangeCalendar Of(
        Window asked, IEnumerable<ChangeSummary> changes, IEnumerable<Freeze> freezes,
        IEnumerable<MaintenanceWindow> windows) => new(
        [
            .. changes.Where(change => change.State != ChangeState.Cancelled).DistinctBy(change => change.Id)
                .OrderBy(change => change.Window.Start).ThenBy(change => change.Number, StringComparer.Ordinal),
        ],
        [.. freezes.OrderBy(freeze => freeze.From).Select(FreezeView.Of)],
        [.. windows.Select(window => MaintenanceTimesView.Of(window, asked)).Where(window => window.Times.Count > 0)]);
}

/// <summary>When a maintenance window is open in a time.</summary>
public sealed record MaintenanceTimesView(
    string Key, string Name, IReadOnlyList<string> Services, IReadOnlyList<string> Items, IReadOnlyList<Window> Times)
{
    /// <summary>Its times that touch the one that is asked for, those that touch each other as one.</summary>
    public static MaintenanceTimesView Of(MaintenanceWindow window, Window asked) =>
        new(window.Key, window.Name, window.Services, window.Items, MaintenanceTimes.Of([window], asked));
}

/// <summary>A time that is asked for: at most a year.</summary>
internal static class CalendarQuestion
{
    private static readonly Duration Longest = Duration.FromDays(366);

    /// <summary>Both ends must be there, in order, at most 366 days apart.</summary>
    public static Outcome<Window> Of(HttpRequest request)
    {
        if (QueryValues.Instant(request, "from").IsRefused(out var badFrom, out var from)) return badFrom;
        if (QueryValues.Instant(request, "to").IsRefused(out var badTo, out var to)) return badTo;
        return from is { } start && to is { } end && start < end && end - start <= Longest
            ? new Window(start, end)
            : new Problem(
                ProblemCode.InvalidParameter, "from and to are times in UTC, in this order, at most 366 days apart.");
    }
}
