using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>When a delivery that was not taken is tried again.</summary>
/// <remarks>The example schedule of Standard Webhooks 1.0 ("Deliverability and reliability"): ten attempts in about 75
/// hours.</remarks>
public static class RetrySchedule
{
    private static readonly Duration[] Waits =
    [
        Duration.FromSeconds(5), Duration.FromMinutes(5), Duration.FromMinutes(30), Duration.FromHours(2),
        Duration.FromHours(5), Duration.FromHours(10), Duration.FromHours(14), Duration.FromHours(20),
        Duration.FromHours(24),
    ];

    /// <summary>A receiver that asks to be left alone is left alone for a day at most.</summary>
    private static readonly Duration Longest = Duration.FromHours(24);

    /// <summary>How long to wait after so many attempts; null when it was the last.</summary>
    /// <param name="asked">The answer's Retry-After; null for none. It makes the wait longer, never shorter.</param>
    public static Duration? After(int tries, Duration? asked) => tries > Waits.Length
        ? null
        : Duration.Max(Waits[tries - 1], Duration.Min(asked ?? Duration.Zero, Longest));
}
