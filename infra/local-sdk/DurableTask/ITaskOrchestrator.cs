namespace Microsoft.DurableTask;

/// <summary>An orchestrator whose types are known at run time; derive from the generic class instead.</summary>
public interface ITaskOrchestrator
{
    /// <summary>What it takes.</summary>
    Type InputType { get; }

    /// <summary>What it returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs it, from its start to where it waits or ends.</summary>
    Task<object?> RunAsync(TaskOrchestrationContext context, object? input);
}

/// <summary>An orchestrator as a class. It must be deterministic: its code runs again at every replay.</summary>
public abstract class TaskOrchestrator<TInput, TOutput> : ITaskOrchestrator
{
    Type ITaskOrchestrator.InputType => typeof(TInput);

    Type ITaskOrchestrator.OutputType => typeof(TOutput);

    async Task<object?> ITaskOrchestrator.RunAsync(TaskOrchestrationContext context, object? input) =>
        await RunAsync(context, TaskInput.As<TInput>(input));

    /// <summary>What the orchestrator does; an absent input is the type's default.</summary>
    public abstract Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input);
}
