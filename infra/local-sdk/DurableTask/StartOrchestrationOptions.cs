using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <summary>How an orchestration is started.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Options with an id and a time to start at.</summary>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>Options like <paramref name="options"/>.</summary>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The id of the instance; <see langword="null"/> makes one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When to start; <see langword="null"/> and the past mean at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Words kept beside the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The version to run; <see langword="null"/> is the default version.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Statuses in which an instance of the same id is not replaced: the start is refused.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
