using System.Collections.Concurrent;

namespace ItsmServerless.Kernel.Limits;

/// <summary>How long accepted work waits until somebody works it off.</summary>
/// <param name="Waited">At the queue that is latest; zero for queues that are empty.</param>
/// <param name="IsLate">Whether that is too long, and no burst.</param>
public readonly record struct BacklogLevel(TimeSpan Waited, bool IsLate);

/// <summary>How long what was accepted waits until it is worked off, as those who work it off find it.</summary>
/// <remarks>As in CoDel (RFC 8289) a queue is late when for a second everything that left it had waited for longer than
/// the target: a burst that is worked off is none. All instances take from the same queues, so each finds what all have
/// to wait for; one that takes nothing, because the platform runs consumers elsewhere, finds nothing.</remarks>
public sealed class Backlog(LimitSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Queue> queues = new(StringComparer.Ordinal);

    /// <summary>How long what is taken now has waited.</summary>
    public BacklogLevel Level
    {
        get
        {
            var level = default(BacklogLevel);
            foreach (var (_, queue) in queues)
            {
                // Where nothing is taken any more, nothing is.
                if (time.GetElapsedTime(queue.Seen) >= 2 * Interval) continue;
                var isLate = queue.LateSince is { } since && time.GetElapsedTime(since, queue.Seen) >= Interval;
                level = new(queue.Waited > level.Waited ? queue.Waited : level.Waited, level.IsLate || isLate);
            }
            return level;
        }
    }

    /// <summary>Somebody took a message from a queue for the first time, after it had waited.</summary>
    public void Took(string queue, TimeSpan waited)
    {
        var now = time.GetTimestamp();
        var isLate = waited > settings.Backlog;
        queues.AddOrUpdate(
            queue,
            _ => new(waited, now, isLate ? now : null),
            (_, before) => new(waited, now, isLate ? before.LateSince ?? now : null));
    }

    /// <param name="Waited">What left it last.</param>
    /// <param name="Seen">When that was.</param>
    /// <param name="LateSince">Since when all that leaves it is late; null while something is not.</param>
    private sealed record Queue(TimeSpan Waited, long Seen, long? LateSince);
}
