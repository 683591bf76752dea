using System.Globalization;
using ItsmServerless.Kernel.Limits;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>The picture of a month: a bar a day, as SVG inside the page.</summary>
internal static class StatementChart
{
    private const int Step = 22;
    private const int Wide = 16;
    private const int High = 110;
    private const int Ground = 130;
    private const int Left = 8;

    /// <summary>Whether the picture has it: calls would hide all else, and bytes are no flow.</summary>
    public static bool IsShown(UsageItem item) => item.Dimension is not (Dimensions.Calls or Dimensions.Storage);

    /// <summary>The picture; without anything used an empty axis.</summary>
    public static string Write(Statement statement, YearMonth month)
    {
        var byDay = statement.Days.Where(IsShown).GroupBy(item => item.Window).ToDictionary(day => day.Key, day => day.Sum(item => item.Quantity));
        var days = CalendarSystem.Iso.GetDaysInMonth(month.Year, month.Month);
        var most = Math.Max(1, byDay.Values.DefaultIfEmpty().Max());
        var bars = Enumerable.Range(1, days).Select(day => Day(day, byDay.GetValueOrDefault(NameOf(month, day)), most));
        return $"""
            <svg viewBox="0 0 {(2 * Left) + (days * Step)} 152" role="img" aria-labelledby="days-title days-desc">
            <title id="days-title">Units by day</title>
            <desc id="days-desc">{Total(byDay.Values.Sum())} units in the month, {Total(byDay.Values.DefaultIfEmpty().Max())} on the busiest day.</desc>
            {string.Concat(bars)}<line class="axis" x1="{Left}" x2="{Left + (days * Step)}" y1="{Ground}" y2="{Ground}"/></svg>
            """;
    }

    private static string Day(int day, long quantity, long most)
    {
        var height = Math.Round((decimal)High * quantity / most, 1);
        var (x, middle) = (Left + ((day - 1) * Step), Left + ((day - 1) * Step) + (Wide / 2));
        var bar = quantity == 0 ? "" :
            $"<rect class=\"bar\" x=\"{x}\" y=\"{Number(Ground - height)}\" width=\"{Wide}\" height=\"{Number(height)}\"><title>{day}: {Total(quantity)}</title></rect>" +
            $"<text x=\"{middle}\" y=\"{Number(Ground - height - 4)}\" text-anchor=\"middle\">{Short(quantity)}</text>";
        return $"{bar}<text x=\"{middle}\" y=\"{Ground + 15}\" text-anchor=\"middle\">{day}</text>";
    }

    private static string NameOf(YearMonth month, int day) => UsageWindows.NameOf(month.OnDayOfMonth(day).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), UsageWindow.Day);

    private static string Short(long quantity) => quantity < 1000 ? Number(quantity)
        : quantity < 100_000 ? $"{Number(Math.Round(quantity / 1000m, quantity < 10_000 ? 1 : 0))}k"
        : $"{Number(Math.Round(quantity / 1_000_000m, 1))}M";

    private static string Total(long quantity) => quantity.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
