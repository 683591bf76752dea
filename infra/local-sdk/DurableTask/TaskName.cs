namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator or an activity. Two names are equal whatever their case.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>Names a task; <see langword="null"/> gives the default value, which names none.</summary>
    public TaskName(string name) => Name = name;

    /// <summary>The name; <see langword="null"/> in the default value.</summary>
    public string Name { get; }

    /// <summary>Never used: tasks are versioned by <see cref="TaskVersion"/>.</summary>
    [Obsolete("Refer to TaskVersion instead.")]
    public string Version => Name is null ? null! : string.Empty;

    /// <summary>The name as text.</summary>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>The task of that name; null and the empty text give the default value.</summary>
    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new(value);

    /// <summary>Equality of names.</summary>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Inequality of names.</summary>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
