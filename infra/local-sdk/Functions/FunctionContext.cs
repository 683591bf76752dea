namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>The invocation's own id.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id, the same for all its invocations.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The trace the invocation belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger said.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which try this is, where the host retries.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation, gone when it ends.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function's description.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>What middleware and function tell each other.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>What the worker and its extensions tell each other.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the host gives the invocation up.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}

/// <summary>What the trigger said, by name.</summary>
public abstract class BindingContext
{
    /// <summary>What the trigger said, by name.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>The W3C trace context of an invocation.</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c>.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c>.</summary>
    public abstract string TraceState { get; }
}

/// <summary>Which try of the host's own retries this is.</summary>
public abstract class RetryContext
{
    /// <summary>Tries before this one.</summary>
    public abstract int RetryCount { get; }

    /// <summary>The most there will be.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>What the worker and its extensions tell each other about an invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>The feature; <see langword="default"/> when there is none.</summary>
    T? Get<T>();

    /// <summary>Adds or replaces a feature.</summary>
    void Set<T>(T instance);
}
