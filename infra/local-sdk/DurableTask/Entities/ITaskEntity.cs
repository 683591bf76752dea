namespace Microsoft.DurableTask.Entities;

/// <summary>An entity, which nothing runs locally: whoever hosts tasks refuses it by name.</summary>
public interface ITaskEntity
{
    /// <summary>Runs an operation.</summary>
    ValueTask<object?> RunAsync(TaskEntityOperation operation);
}

/// <summary>An operation of an entity.</summary>
public abstract class TaskEntityOperation
{
    /// <summary>The name of the operation.</summary>
    public abstract string Name { get; }
}

/// <summary>What an orchestration may do with entities; nothing offers it locally.</summary>
public abstract class TaskOrchestrationEntityFeature
{
    /// <summary>For whoever offers it.</summary>
    protected TaskOrchestrationEntityFeature()
    {
    }
}
