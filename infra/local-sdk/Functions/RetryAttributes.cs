using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function again after a failure, where its trigger allows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>How many times more at most; -1 is without end.</summary>
    public int MaxRetryCount { get; set; }

    private protected static TimeSpan Parse(string interval, string parameter)
    {
        if (!TimeSpan.TryParse(interval, out var parsed) || parsed < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(parameter);
        return parsed;
    }
}

/// <summary>Runs the function again after a failure, the same time later each time.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <summary>So many times more at most, each an interval (<c>HH:mm:ss</c>) after the failure.</summary>
    [SuppressMessage("Design", "CA1019", Justification = "The package has it so: the count is the base's.")]
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        Parse(delayInterval, nameof(delayInterval));
        (MaxRetryCount, DelayInterval) = (maxRetryCount, delayInterval);
    }

    /// <summary>The time between failure and next try, <c>HH:mm:ss</c>.</summary>
    public string DelayInterval { get; }
}

/// <summary>Runs the function again after a failure, later each time.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <summary>So many times more at most, from a least to a longest interval (<c>HH:mm:ss</c>).</summary>
    [SuppressMessage("Design", "CA1019", Justification = "The package has it so: the count is the base's.")]
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        if (Parse(minimumInterval, nameof(minimumInterval)) > Parse(maximumInterval, nameof(maximumInterval)))
            throw new ArgumentException("The least interval is longer than the longest.", nameof(minimumInterval));
        (MaxRetryCount, MinimumInterval, MaximumInterval) = (maxRetryCount, minimumInterval, maximumInterval);
    }

    /// <summary>The time before the first retry, <c>HH:mm:ss</c>.</summary>
    public string MinimumInterval { get; }

    /// <summary>The longest time before a retry, <c>HH:mm:ss</c>.</summary>
    public string MaximumInterval { get; }
}
