namespace Microsoft.DurableTask;

/// <summary>What an activity is told about its call.</summary>
public abstract class TaskActivityContext
{
    /// <summary>The name it was called by.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The orchestration that called it.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The version it was called with, empty for none.</summary>
    public virtual string Version => string.Empty;
}
