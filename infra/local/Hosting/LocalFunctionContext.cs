using System.Collections;
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Hosting;

/// <summary>One invocation of a function.</summary>
/// <param name="function">What is invoked.</param>
/// <param name="triggerValue">What started it: a request, a message, an occurrence, an input.</param>
/// <param name="bindingData">What the trigger said beside, by name.</param>
/// <param name="cancellationToken">Cancelled when the invocation is given up.</param>
internal sealed class LocalFunctionContext(
    LocalFunction function,
    object? triggerValue,
    IReadOnlyDictionary<string, object?> bindingData,
    CancellationToken cancellationToken) : FunctionContext
{
    private IServiceProvider? _instanceServices;
    private CancellationToken _cancellationToken = cancellationToken;

    /// <summary>What is invoked.</summary>
    public LocalFunction Function { get; } = function;

    /// <summary>What started it.</summary>
    public object? TriggerValue { get; } = triggerValue;

    /// <summary>What the function returned; <see langword="null"/> before, or when middleware skipped it.</summary>
    public object? Result { get; set; }

    /// <inheritdoc/>
    public override string InvocationId { get; } = Guid.CreateVersion7().ToString();

    /// <inheritdoc/>
    public override string FunctionId => FunctionDefinition.Id;

    /// <inheritdoc/>
    public override TraceContext TraceContext { get; } =
        new LocalTraceContext(Activity.Current, (triggerValue as HttpRequest)?.Headers);

    /// <inheritdoc/>
    public override BindingContext BindingContext { get; } = new LocalBindingContext(bindingData);

    /// <inheritdoc/>
    public override RetryContext RetryContext => Retry;

    /// <summary>Which try this is, where the host retries.</summary>
    public LocalRetryContext Retry { get; init; } = new(0, 0);

    /// <inheritdoc/>
    public override IServiceProvider InstanceServices
    {
        get => _instanceServices ?? throw new InvalidOperationException("The invocation has not begun.");
        set => _instanceServices = value;
    }

    /// <inheritdoc/>
    public override FunctionDefinition FunctionDefinition => Function.Definition;

    /// <inheritdoc/>
    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    /// <inheritdoc/>
    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => _cancellationToken;

    /// <summary>Replaces the trigger's token by one that also says when the host gives the invocation up.</summary>
    public void EndWith(CancellationToken given) => _cancellationToken = given;

    /// <summary>The server's own span, which has the caller's trace id; or the caller's, when none is kept.</summary>
    private sealed class LocalTraceContext(Activity? activity, IHeaderDictionary? headers) : TraceContext
    {
        public override string TraceParent { get; } = activity?.Id ?? headers?.TraceParent.ToString() ?? "";

        public override string TraceState { get; } =
            activity?.TraceStateString ?? headers?.TraceState.ToString() ?? "";
    }

    private sealed class LocalBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class InvocationFeatures : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _byType = [];

        public T? Get<T>() => _byType.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

        public void Set<T>(T instance) => _byType[typeof(T)] = instance!;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _byType.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

/// <summary>Which try of the host's own retries an invocation is.</summary>
/// <param name="retryCount">Tries before this one.</param>
/// <param name="maxRetryCount">How many times more at most; -1 is without end.</param>
internal sealed class LocalRetryContext(int retryCount, int maxRetryCount) : RetryContext
{
    /// <inheritdoc/>
    public override int RetryCount => retryCount;

    /// <inheritdoc/>
    public override int MaxRetryCount => maxRetryCount;
}
