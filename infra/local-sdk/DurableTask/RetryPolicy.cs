namespace Microsoft.DurableTask;

/// <summary>A way to retry a failed task, said in numbers.</summary>
public class RetryPolicy
{
    /// <summary>Retries up to <paramref name="maxNumberOfAttempts"/> runs in all, the first one included.</summary>
    /// <remarks><see cref="Timeout.InfiniteTimeSpan"/> sets no limit to the interval or to the whole.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// No attempt, no interval, a coefficient below 1, or a limit shorter than the first interval.
    /// </exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1);
        ThrowIfShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        ThrowIfShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>How often the task runs at most.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The wait between the first failure and the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>What each wait is multiplied by for the next; 1 keeps it.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest wait; an hour unless said otherwise.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>After how long no further attempt is made; infinite unless said otherwise.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Whether a failure is retried at all.</summary>
    public Func<Exception, bool> Handle { get; private set; } = _ => true;

    /// <summary>Whether a failure is retried at all.</summary>
    [Obsolete("Use HandleFailure instead.")]
    public Func<Exception, Task<bool>>? HandleAsync { get; set; }

    /// <summary>Decides by its details whether a failure is retried at all.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => Handle = exception => value(exception is TaskFailedException failed
            ? failed.FailureDetails
            : TaskFailureDetails.FromException(exception));
    }

    private static void ThrowIfShorter(TimeSpan? limit, TimeSpan first, string name)
    {
        if (limit is { } given && given != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(given, first, name);
    }
}
