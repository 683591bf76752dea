using System.Globalization;
using ItsmServerless.Incidents;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>The pictures of the page, as SVG inside it. Every bar has its number in words, and breached is hatched, so
/// that neither colours nor a mouse are needed.</summary>
internal static class ReportCharts
{
    private const int Width = 360;
    private const int BarHeight = 20;
    private const int BarStep = 32;
    private const int BarLeft = 34;
    private const int BarMost = 180;
    private const int ColumnStep = 44;
    private const int ColumnWidth = 38;
    private const int ColumnMost = 110;
    private const int Ground = 140;
    private const int Agreed = 100;

    /// <summary>What breached bars are filled with; once a page.</summary>
    public const string Patterns = """
        <svg class="defs" aria-hidden="true" focusable="false"><defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line class="ink" x1="1" y1="0" x2="1" y2="6" stroke-width="2.5"/></pattern></defs></svg>
        """;

    /// <summary>Met and breached side by side, a bar for each priority.</summary>
    /// <param name="id">No other picture of the page has it.</param>
    public static string Priorities(string id, IEnumerable<ReportLine> rows)
    {
        (Priority Priority, int Met, int Breached)[] bars =
        [
            .. rows.GroupBy(row => row.Priority!.Value).OrderBy(of => of.Key)
                .Select(of => (of.Key, of.Sum(row => row.Met), of.Sum(row => row.Breached))),
        ];
        var most = bars.Max(bar => bar.Met + bar.Breached);
        return Picture(
            id, bars.Length * BarStep, "Met and breached by priority",
            string.Join("; ", bars.Select(bar => $"{bar.Priority}: {Told(bar.Met, bar.Breached)}")),
            string.Concat(bars.Select((bar, index) => Bar(bar, index * BarStep, most))));
    }

    /// <summary>How many clocks took which part of their time, and where the end of it is.</summary>
    /// <param name="id">No other picture of the page has it.</param>
    public static string Spread(string id, ReportSpread spread)
    {
        var most = Math.Max(1, spread.Buckets.Max(bucket => bucket.Met + bucket.Breached));
        var target = spread.Buckets.Count(bucket => bucket.UpTo <= Agreed) * ColumnStep;
        return Picture(
            id, Ground + 24, "Time taken, in percent of the time agreed",
            string.Join("; ", spread.Buckets.Select(b => $"{Name(b)} percent: {Told(b.Met, b.Breached)}")),
            $"""
            {string.Concat(spread.Buckets.Select((bucket, index) => Column(bucket, index * ColumnStep, most)))}
            <line class="axis" x1="0" y1="{Ground}" x2="{Width}" y2="{Ground}"/>
            <line class="target" x1="{target}" y1="4" x2="{target}" y2="{Ground}"/>
            <text x="{target + 5}" y="14">target</text>
            """);
    }

    /// <summary>A share as a line beside its number, which says the same.</summary>
    public static string Meter(decimal percent) => $"""
        <svg class="meter" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="track" width="100" height="2"/>{Box("met", 0, 0, percent, 2)}</svg>
        """;

    private static string Bar((Priority Priority, int Met, int Breached) bar, int top, int most)
    {
        var (met, breached) = (BarMost * (decimal)bar.Met / most, BarMost * (decimal)bar.Breached / most);
        return $"""
            <text x="0" y="{top + 19}">{bar.Priority}</text>
            {Box("met", BarLeft, top + 4, met, BarHeight)}
            {Box("breach", BarLeft + met, top + 4, breached, BarHeight)}
            <text x="{Number(BarLeft + met + breached + 8)}" y="{top + 19}">{Told(bar.Met, bar.Breached)}</text>

            """;
    }

    private static string Column(SpreadBucket bucket, int left, int most)
    {
        var (met, breached) = (ColumnMost * (decimal)bucket.Met / most, ColumnMost * (decimal)bucket.Breached / most);
        var (middle, count) = (left + (ColumnStep / 2), bucket.Met + bucket.Breached);
        return $"""
            {Box("met", left + 3, Ground - met, ColumnWidth, met)}
            {Box("breach", left + 3, Ground - met - breached, ColumnWidth, breached)}
            <text x="{middle}" y="{Number(Ground - met - breached - 5)}" text-anchor="middle">{Told(count)}</text>
            <text class="soft" x="{middle}" y="{Ground + 17}" text-anchor="middle">{Name(bucket)}</text>

            """;
    }

    /// <summary>Nothing at all is drawn for nothing.</summary>
    private static string Box(string fill, decimal x, decimal y, decimal width, decimal height) =>
        width == 0 || height == 0
            ? ""
            : $"<rect class=\"{fill}\" x=\"{Number(x)}\" y=\"{Number(y)}\" " +
              $"width=\"{Number(width)}\" height=\"{Number(height)}\"/>";

    private static string Picture(string id, int height, string title, string description, string content) => $"""
        <svg viewBox="0 0 {Width} {height}" role="img" aria-labelledby="{id}-title {id}-desc">
        <title id="{id}-title">{title}</title><desc id="{id}-desc">{description}.</desc>
        {content}</svg>
        """;

    private static string Told(int met, int breached) => $"{met} met, {breached} breached";

    private static string Told(int count) => count > 0 ? $"{count}" : "";

    private static string Name(SpreadBucket bucket) => bucket.UpTo is { } end ? $"\u2264{end}" : "&gt;200";

    private static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
