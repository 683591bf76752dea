using System.Globalization;
using ItsmServerless.Kernel.Http;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>How people read the report's values; each is safe as markup.</summary>
internal static class ReportText
{
    /// <summary>What somebody typed, kept from turning the text around it.</summary>
    public static string Typed(string? text) =>
        text is null ? "<span class=\"soft\">none</span>" : $"<bdi>{HtmlText.Encode(text)}</bdi>";

    /// <summary>Of a metric.</summary>
    public static string Name(Metric metric) => metric switch
    {
        Metric.FirstResponse => "First response",
        Metric.NextResponse => "Next response",
        _ => "Resolution",
    };

    /// <summary>The usual abbreviation.</summary>
    public static string Name(AgreementKind kind) => kind.ToString().ToUpperInvariant();

    /// <summary>As November 2026.</summary>
    public static string Name(YearMonth month) =>
        month.OnDayOfMonth(1).ToString("MMMM uuuu", CultureInfo.InvariantCulture);

    /// <summary>With a sign; a dash for none.</summary>
    public static string Percent(decimal? percent) =>
        percent is { } known ? $"{known.ToString(CultureInfo.InvariantCulture)} %" : "–";

    /// <summary>Hours, minutes and seconds; a dash for none.</summary>
    public static string Time(Duration? time) => time is { } known ? BreachReason.Text(known) : "–";

    /// <summary>On the wall of a zone, to the minute.</summary>
    public static string At(Instant at, DateTimeZone zone) =>
        $"<time datetime=\"{InstantPattern.ExtendedIso.Format(at)}\">{Wall(at, zone)}</time>";

    private static string Wall(Instant at, DateTimeZone zone) =>
        at.InZone(zone).ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
