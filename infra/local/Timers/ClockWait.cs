using ItsmServerless.Local.Clock;

namespace ItsmServerless.Local.Timers;

/// <summary>Waits by a clock, which is no work, and is at work again before the clock moves on.</summary>
internal static class ClockWait
{
    /// <summary>Waits, and returns the token of the work that follows.</summary>
    public static async Task<IDisposable> ForAsync(
        TimeSpan delay, TimeProvider time, Quiescence quiescence, CancellationToken cancellationToken)
    {
        var due = new TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = time.CreateTimer(_ => Begin(), state: null, delay, Timeout.InfiniteTimeSpan);
        await using var givingUp = cancellationToken.Register(() => due.TrySetCanceled(cancellationToken));
        return await due.Task;

        void Begin()
        {
            var work = quiescence.Track();
            if (!due.TrySetResult(work))
                work.Dispose();
        }
    }
}
