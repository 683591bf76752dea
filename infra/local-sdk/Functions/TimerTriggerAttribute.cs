using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A schedule starts the function.</summary>
/// <param name="schedule">Six-field NCRONTAB, a time span, or <c>%setting%</c> holding either.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>Six-field NCRONTAB, a time span, or <c>%setting%</c> holding either.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether occurrences are remembered over restarts, so that a missed one runs late.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether every start of the host runs it as well.</summary>
    public bool RunOnStartup { get; set; }
}

/// <summary>What a function is told about the schedule that started it.</summary>
public class TimerInfo
{
    /// <summary>The occurrences around this one; <see langword="null"/> when they are not remembered.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether it runs later than its schedule said.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>The occurrences of a schedule around a run.</summary>
public class ScheduleStatus
{
    /// <summary>The occurrence before.</summary>
    public DateTime Last { get; set; }

    /// <summary>The occurrence that is expected next.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
