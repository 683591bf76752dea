using System.Collections.Immutable;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>What an orchestrator does everything through. Its answers are the same at every replay.</summary>
public abstract partial class TaskOrchestrationContext
{
    /// <summary>The name of the orchestrator.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The id of the instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Who called it as a sub-orchestration, if anyone.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time of the event being processed, UTC.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether this stretch of code has run before.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The version of the instance, empty for none.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Configuration of the host, empty unless it gives any.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties =>
        ImmutableDictionary<string, object?>.Empty;

    /// <summary>What it may do with entities.</summary>
    /// <exception cref="NotSupportedException">Nothing: there are none here.</exception>
    public virtual TaskOrchestrationEntityFeature Entities =>
        throw new NotSupportedException($"Durable entities are not supported by {GetType()}.");

    /// <summary>Makes loggers that are silent while replaying.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => field ??= new ReplaySafeLogging(this);

    /// <summary>Where replay-safe loggers write to.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The input of the instance.</summary>
    public abstract T? GetInput<T>();

    /// <summary>Runs an activity and gives its result.</summary>
    /// <exception cref="TaskFailedException">It failed, retries included.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(
        TaskName name, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, input: null, options);

    /// <summary>Runs an activity whose result is not wanted.</summary>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <inheritdoc cref="CallActivityAsync(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) =>
        CallActivityAsync(name, input: null, options);

    /// <summary>Runs another orchestration and gives its result.</summary>
    /// <exception cref="TaskFailedException">It failed, retries included.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, input: null, options);

    /// <summary>Runs another orchestration whose result is not wanted.</summary>
    public virtual Task CallSubOrchestratorAsync(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <inheritdoc cref="CallSubOrchestratorAsync(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, input: null, options);

    /// <summary>A task that completes at a time, of which a local one is converted to UTC.</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>A task that completes after a while.</summary>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Ends this run and starts over with a new input and an empty history.</summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Ends this run and starts over with an empty history.</summary>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.NewVersion is not null)
            throw new NotSupportedException($"{GetType()} cannot continue as another version.");
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A new id, the same at every replay (RFC 4122, version 5).</summary>
    public abstract Guid NewGuid();

    /// <summary>Raises an event at another instance; one that does not exist loses it.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Shows a status beside the instance; <see langword="null"/> takes it away.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>How the version of the instance compares with another: negative when older.</summary>
    public virtual int CompareVersionTo(string version) => TaskVersionOrder.Compare(Version, version);

    /// <summary>A logger that is silent while replaying.</summary>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        ReplaySafeLoggerFactory.CreateLogger(categoryName);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    public virtual ILogger CreateReplaySafeLogger(Type type) => ReplaySafeLoggerFactory.CreateLogger(type);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    public virtual ILogger CreateReplaySafeLogger<T>() => ReplaySafeLoggerFactory.CreateLogger<T>();
}
