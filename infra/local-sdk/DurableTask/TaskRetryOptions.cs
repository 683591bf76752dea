namespace Microsoft.DurableTask;

/// <summary>A way to retry: by a policy, or by asking a handler.</summary>
public sealed class TaskRetryOptions
{
    /// <summary>Retries by a policy.</summary>
    public TaskRetryOptions(RetryPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Policy = policy;
    }

    /// <summary>Retries as long as the handler says so.</summary>
    public TaskRetryOptions(AsyncRetryHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handler = handler;
    }

    /// <summary>The policy, or <see langword="null"/> with a handler.</summary>
    public RetryPolicy? Policy { get; }

    /// <summary>The handler, or <see langword="null"/> with a policy.</summary>
    public AsyncRetryHandler? Handler { get; }

    /// <summary>Retries as long as the handler says so.</summary>
    public static TaskRetryOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    /// <summary>Retries as long as the handler says so.</summary>
    public static TaskRetryOptions FromRetryHandler(RetryHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new(context => Task.FromResult(handler(context)));
    }

    /// <summary>Retries by a policy.</summary>
    public static TaskRetryOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    /// <inheritdoc cref="FromRetryPolicy"/>
    public static implicit operator TaskRetryOptions(RetryPolicy policy) => FromRetryPolicy(policy);

    /// <inheritdoc cref="FromRetryHandler(AsyncRetryHandler)"/>
    public static implicit operator TaskRetryOptions(AsyncRetryHandler handler) => FromRetryHandler(handler);

    /// <inheritdoc cref="FromRetryHandler(RetryHandler)"/>
    public static implicit operator TaskRetryOptions(RetryHandler handler) => FromRetryHandler(handler);
}
