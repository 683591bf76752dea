namespace Microsoft.DurableTask.Client;

/// <summary>Which instances a purge removes.</summary>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>How long the purge may take.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>How an instance is purged.</summary>
/// <param name="Recursive">With its sub-orchestrations.</param>
public record PurgeInstanceOptions(bool Recursive = false);

/// <summary>How an instance is terminated.</summary>
/// <param name="Output">What it then shows as its output.</param>
/// <param name="Recursive">With its sub-orchestrations.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
