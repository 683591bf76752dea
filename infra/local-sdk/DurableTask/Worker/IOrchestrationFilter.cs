namespace Microsoft.DurableTask.Worker;

/// <summary>Decides which orchestrations a worker takes.</summary>
[Obsolete("Experimental")]
public interface IOrchestrationFilter
{
    /// <summary>Whether the worker takes it; if not, it waits for one that does.</summary>
    ValueTask<bool> IsOrchestrationValidAsync(
        OrchestrationFilterParameters info, CancellationToken cancellationToken = default);
}

/// <summary>What a filter is told.</summary>
public struct OrchestrationFilterParameters
{
    /// <summary>The name of the orchestrator.</summary>
    public string? Name { get; init; }

    /// <summary>The words kept beside the instance.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
