namespace Microsoft.DurableTask;

/// <summary>Names the durable task that a class is.</summary>
/// <param name="name">The name; the name of the class when there is none.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DurableTaskAttribute(string? name = null) : Attribute
{
    /// <summary>The name; the default value when the name of the class is meant.</summary>
    public TaskName Name { get; } = string.IsNullOrEmpty(name) ? default : new(name);

    /// <summary>The version; null and the empty text are none.</summary>
    public string? Version { get; set; }
}
