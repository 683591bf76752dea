namespace Microsoft.DurableTask.Client;

/// <summary>What a purge removed.</summary>
public class PurgeResult
{
    /// <summary>A number of removed instances.</summary>
    public PurgeResult(int count) : this(count, isComplete: null)
    {
    }

    /// <summary>A number of removed instances, and whether they were all.</summary>
    public PurgeResult(int count, bool? isComplete)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        PurgedInstanceCount = count;
        IsComplete = isComplete;
    }

    /// <summary>How many were removed.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>Whether none is left; <see langword="null"/> when unknown.</summary>
    public bool? IsComplete { get; }
}
