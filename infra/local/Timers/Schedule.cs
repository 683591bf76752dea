using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;

namespace ItsmServerless.Local.Timers;

/// <summary>When a timer function runs: six-field NCRONTAB in UTC, or a fixed time span.</summary>
/// <remarks>https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions</remarks>
internal sealed partial class Schedule
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    private readonly CronExpression? _cron;
    private readonly TimeSpan _interval;

    private Schedule(CronExpression cron) => _cron = cron;

    private Schedule(TimeSpan interval) => _interval = interval;

    /// <summary>Reads a schedule.</summary>
    /// <exception cref="FormatException">It is neither NCRONTAB nor a positive time span.</exception>
    public static Schedule Parse(string text)
    {
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval))
        {
            return interval > TimeSpan.Zero
                ? new Schedule(interval)
                : throw new FormatException($"\"{text}\" is no positive time span.");
        }
        return new Schedule(Cron(text));
    }

    /// <summary>The first occurrence after a moment; <see langword="null"/> when there is none any more.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) =>
        _cron is null ? after + _interval : _cron.GetNextOccurrence(after, TimeZoneInfo.Utc);

    /// <summary>Whether a missed occurrence is made good after a restart: not for less than a minute apart.</summary>
    public bool IsMonitored(DateTimeOffset now) =>
        Next(now) is { } first && Next(first) is { } second && second - first >= ShortestMonitored;

    /// <summary>NCRONTAB is smaller than what Cronos reads: no <c>L</c>, <c>W</c>, <c>#</c>, <c>?</c>, no
    /// macros.</summary>
    private static CronExpression Cron(string text)
    {
        if (!Ncrontab().IsMatch(text))
            throw new FormatException($"\"{text}\" is no NCRONTAB expression with seconds, six fields.");
        try
        {
            return CronExpression.Parse(text, CronFormat.IncludeSeconds);
        }
        catch (CronFormatException broken)
        {
            throw new FormatException($"\"{text}\" is no NCRONTAB expression: {broken.Message}", broken);
        }
    }

    [GeneratedRegex(
        """
        ^\s*((?<value>\*|\d+|[A-Za-z]{3})(-(\d+|[A-Za-z]{3}))?(/\d+)?
        (,(\*|\d+|[A-Za-z]{3})(-(\d+|[A-Za-z]{3}))?(/\d+)?)*(\s+|$)){6}$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ncrontab();
}
