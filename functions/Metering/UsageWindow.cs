using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Limits;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Metering;

/// <summary>What usage is added up over. Windows are those of UTC.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UsageWindow>))]
public enum UsageWindow
{
    /// <summary>As <c>2026-11-22T09:00:00Z</c>.</summary>
    [JsonStringEnumMemberName("hour")] Hour,
    /// <summary>As <c>2026-11-22</c>.</summary>
    [JsonStringEnumMemberName("day")] Day,
    /// <summary>As <c>2026-11</c>.</summary>
    [JsonStringEnumMemberName("month")] Month,
}

/// <summary>Adds usage up. Pure.</summary>
public static class UsageWindows
{
    private static readonly YearMonthPattern Months = YearMonthPattern.CreateWithInvariantCulture("uuuu-MM");

    /// <summary>The name of the window that an instant is in.</summary>
    public static string NameOf(Instant at, UsageWindow window) => window switch
    {
        UsageWindow.Hour => InstantPattern.ExtendedIso.Format(UsageRows.HourOf(at)),
        UsageWindow.Day => LocalDatePattern.Iso.Format(at.InUtc().Date),
        _ => Name(at.InUtc().Date.ToYearMonth()),
    };

    /// <summary>A month as <c>2026-11</c>.</summary>
    public static string Name(YearMonth month) => Months.Format(month);

    /// <summary>Reads a month; null when it is none.</summary>
    public static YearMonth? Month(string text) => Months.Parse(text) is { Success: true } parsed ? parsed.Value : null;

    /// <summary>The first instant of a month, and the first after it.</summary>
    public static (Instant From, Instant To) Bounds(YearMonth month) => (
        month.OnDayOfMonth(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(),
        month.OnDayOfMonth(1).PlusMonths(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant());

    /// <summary>Hours added up to windows, in the order of the hours.</summary>
    /// <remarks>Storage is no flow: its quantity is the largest that was measured in the window.</remarks>
    public static IReadOnlyList<UsageItem> AddUp(IEnumerable<Usage> hours, UsageWindow window) =>
    [
        .. hours.GroupBy(usage => (Window: NameOf(usage.At, window), usage.Dimension))
            .Select(group => new UsageItem(group.Key.Window, group.Key.Dimension, Together(group.Key.Dimension, group.Select(usage => usage.Quantity)))),
    ];

    /// <summary>All of it, by dimension, in the order of bills; a dimension that was not used is 0.</summary>
    public static IReadOnlyDictionary<string, long> Totals(IReadOnlyCollection<Usage> hours) => Dimensions.All.ToDictionary(
        dimension => dimension,
        dimension => Together(dimension, hours.Where(usage => usage.Dimension == dimension).Select(usage => usage.Quantity)));

    private static long Together(string dimension, IEnumerable<long> quantities) =>
        dimension == Dimensions.Storage ? quantities.DefaultIfEmpty().Max() : quantities.Sum();
}

/// <summary>What was used in a window.</summary>
/// <param name="Window">The hour, day or month, in UTC.</param>
public sealed record UsageItem(string Window, string Dimension, long Quantity);
