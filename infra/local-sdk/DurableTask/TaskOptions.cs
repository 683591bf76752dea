namespace Microsoft.DurableTask;

/// <summary>How a called task is run.</summary>
public record TaskOptions
{
    /// <summary>Options with a way to retry.</summary>
    public TaskOptions(TaskRetryOptions? retry) : this(retry, null)
    {
    }

    /// <summary>Options with a way to retry and tags.</summary>
    public TaskOptions(TaskRetryOptions? retry = null, IDictionary<string, string>? tags = null)
    {
        Retry = retry;
        Tags = tags;
    }

    /// <summary>Options like <paramref name="options"/>.</summary>
    public TaskOptions(TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Retry = options.Retry;
        Tags = options.Tags;
        Version = options.Version;
    }

    /// <summary>How a failure is retried; <see langword="null"/> never retries.</summary>
    public TaskRetryOptions? Retry { get; init; }

    /// <summary>Words kept beside the task.</summary>
    public IDictionary<string, string>? Tags { get; init; }

    /// <summary>The version to run; <see langword="null"/> leaves it to the runtime.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Options that ask <paramref name="handler"/> whether to retry.</summary>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    /// <summary>Options that ask <paramref name="handler"/> whether to retry.</summary>
    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(handler);

    /// <summary>Options that retry by <paramref name="policy"/>.</summary>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    /// <summary>These options for a sub-orchestration of that id.</summary>
    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}
