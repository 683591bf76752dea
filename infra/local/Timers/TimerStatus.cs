using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Timers;

/// <summary>How far a timer function is.</summary>
/// <param name="Last">Its last run; <see langword="null"/> when there was none under this schedule.</param>
/// <param name="Next">The occurrence it waits for.</param>
/// <param name="Updated">When this was noted.</param>
internal sealed record TimerStatus(DateTimeOffset? Last, DateTimeOffset? Next, DateTimeOffset Updated)
{
    /// <summary>That of a function that never ran: nothing before now was missed.</summary>
    public static TimerStatus New(Schedule schedule, DateTimeOffset now) => new(null, schedule.Next(now), now);

    /// <summary>That after a run which began at a time; one that began too early counts for its occurrence.</summary>
    /// <param name="schedule">Gives the next occurrence.</param>
    /// <param name="began">When the run began, its retries included.</param>
    /// <param name="isExtra">Whether it ran for no occurrence.</param>
    public TimerStatus After(Schedule schedule, DateTimeOffset began, bool isExtra)
    {
        var counted = !isExtra && Next > began ? Next.Value : began;
        return new(counted, schedule.Next(counted), counted);
    }

    /// <summary>The same under a schedule that may have changed since; a new schedule has missed nothing.</summary>
    public TimerStatus Under(Schedule schedule, DateTimeOffset now) =>
        schedule.Next(Last ?? Updated) == Next ? this : New(schedule, now);

    /// <summary>What a function that is run now is told: the run before, and the occurrence it is run for.</summary>
    public ScheduleStatus Told() => new()
    {
        Last = (Last ?? DateTimeOffset.MinValue).UtcDateTime,
        Next = (Next ?? DateTimeOffset.MaxValue).UtcDateTime,
        LastUpdated = Updated.UtcDateTime,
    };
}
