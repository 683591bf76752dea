using System.Globalization;

namespace ItsmServerless.Local.Desk.Markup;

/// <summary>Times and durations as a person reads them, by the host's clock.</summary>
internal static class Moment
{
    private static readonly (TimeSpan Span, string Name)[] Units =
    [
        (TimeSpan.FromDays(1), "d"), (TimeSpan.FromHours(1), "h"),
        (TimeSpan.FromMinutes(1), "min"), (TimeSpan.FromSeconds(1), "s"),
    ];

    /// <summary>A time in UTC, and how far it is from now.</summary>
    public static Html Of(DateTimeOffset at, DateTimeOffset now) => Html.Of(
        $"""
        <time datetime="{Exact(at)}" title="{Exact(at)}">{Plain(at)} <small>{Relative(at, now)}</small></time>
        """);

    /// <inheritdoc cref="Of(DateTimeOffset, DateTimeOffset)"/>
    public static Html Of(DateTimeOffset? at, DateTimeOffset now) =>
        at is { } known ? Of(known, now) : Html.Text("–");

    /// <summary>To the second, in UTC.</summary>
    public static string Plain(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>"3 min ago", "in 2 d 4 h", "now".</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now) => (at - now) switch
    {
        { TotalSeconds: > -1 and < 1 } => "now",
        var ahead when ahead > TimeSpan.Zero => $"in {Span(ahead)}",
        var past => $"{Span(past.Negate())} ago",
    };

    /// <summary>The two largest units that say something: "2 d 4 h", "350 ms".</summary>
    public static string Span(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1))
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalMilliseconds):0} ms");
        var parts = new List<string>();
        var rest = span;
        foreach (var (unit, name) in Units)
        {
            var count = rest.Ticks / unit.Ticks;
            if (count > 0)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {name}"));
            if (parts.Count == 2 || (parts.Count == 1 && count == 0))
                break;
            rest -= count * unit;
        }
        return string.Join(' ', parts);
    }

    private static string Exact(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
