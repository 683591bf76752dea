using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>Calls again what failed, as the caller's options say, waiting by durable timers.</summary>
internal static class Retrying
{
    // Longer than anyone waits, short enough to be added to any date of this age.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(36_500);

    /// <summary>The result of the first attempt that does not fail.</summary>
    /// <exception cref="TaskFailedException">The last failure, when no further attempt is made.</exception>
    public static async Task<T> RunAsync<T>(
        TaskOrchestrationContext context, TaskRetryOptions? retry, Func<Task<T>> attemptAsync)
    {
        var began = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt = checked(attempt + 1))
        {
            try
            {
                return await attemptAsync();
            }
            catch (TaskFailedException failed) when (retry is not null && !Failures.IsHopeless(failed.FailureDetails))
            {
                var elapsed = context.CurrentUtcDateTime - began;
                var delay = retry.Policy is { } policy
                    ? DelayBefore(policy, attempt, elapsed, failed)
                    : await AskAsync(retry.Handler!, new(context, attempt, failed.FailureDetails, elapsed, default));
                if (delay is not { } wait)
                    throw;
                if (wait > TimeSpan.Zero)
                    await context.CreateTimer(wait, CancellationToken.None);
            }
        }
    }

    /// <summary>How long to wait after that many attempts; <see langword="null"/> gives up.</summary>
    internal static TimeSpan? DelayBefore(RetryPolicy policy, int attempts, TimeSpan elapsed, Exception failure)
    {
        var isTooLate = policy.RetryTimeout != Timeout.InfiniteTimeSpan && elapsed >= policy.RetryTimeout;
        if (attempts >= policy.MaxNumberOfAttempts || isTooLate || !policy.Handle(failure))
            return null;
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? LongestDelay : policy.MaxRetryInterval;
        var delay = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempts - 1);
        return delay < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(delay) : longest;
    }

    private static async Task<TimeSpan?> AskAsync(AsyncRetryHandler handler, RetryContext context) =>
        await handler(context) ? TimeSpan.Zero : null;
}
