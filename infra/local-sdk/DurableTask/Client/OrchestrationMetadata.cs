using System.Collections.Immutable;

namespace Microsoft.DurableTask.Client;

/// <summary>An instance as it was when it was read.</summary>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    /// <summary>The name of its orchestrator.</summary>
    public string Name { get; } = name;

    /// <summary>Its id.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>Reads the serialized members; there only when inputs and outputs were asked for.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>How far it is.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>Its input, if asked for.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>Its result, if there is one and it was asked for.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>Its custom status, if there is one and it was asked for.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>The words given at its start.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How it failed, if it did and outputs were asked for.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Whether it is running.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Whether it came to an end, good or bad.</summary>
    public bool IsCompleted => RuntimeStatus is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>The input as a <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">It was read without inputs and outputs.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput, nameof(ReadInputAs));

    /// <summary>The result as a <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">It was read without inputs and outputs.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput, nameof(ReadOutputAs));

    /// <summary>The custom status as a <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">It was read without inputs and outputs.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus, nameof(ReadCustomStatusAs));

    /// <inheritdoc/>
    public override string ToString() =>
        $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, "
        + $"LastUpdatedAt: {LastUpdatedAt:s}]";

    private T? Read<T>(string? data, string method) => DataConverter is null
        ? throw new InvalidOperationException($"{method} needs metadata that was fetched with inputs and outputs.")
        : DataConverter.Deserialize<T>(data);
}
