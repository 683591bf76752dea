using System.Globalization;
using Cronos;

namespace ItsmServerless.Local.Timers;

/// <summary>When a timer function runs: NCRONTAB in UTC, with or without seconds, or a fixed time span.</summary>
/// <remarks>https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions</remarks>
internal sealed class Schedule
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

    private static CronExpression Cron(string text)
    {
        Ncrontab.RefuseOther(text);
        try
        {
            var hasSeconds = Ncrontab.FieldsOf(text).Length == Ncrontab.FieldsWithSeconds;
            return CronExpression.Parse(text, hasSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard);
        }
        catch (CronFormatException broken)
        {
            throw new FormatException($"\"{text}\" is no NCRONTAB expression: {broken.Message}", broken);
        }
    }
}
