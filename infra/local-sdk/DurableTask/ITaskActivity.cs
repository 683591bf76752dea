namespace Microsoft.DurableTask;

/// <summary>An activity whose types are known at run time; derive from the generic class instead.</summary>
public interface ITaskActivity
{
    /// <summary>What it takes.</summary>
    Type InputType { get; }

    /// <summary>What it returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs it. It may run more than once for one call.</summary>
    Task<object?> RunAsync(TaskActivityContext context, object? input);
}

/// <summary>An activity as a class.</summary>
public abstract class TaskActivity<TInput, TOutput> : ITaskActivity
{
    Type ITaskActivity.InputType => typeof(TInput);

    Type ITaskActivity.OutputType => typeof(TOutput);

    async Task<object?> ITaskActivity.RunAsync(TaskActivityContext context, object? input) =>
        await RunAsync(context, TaskInput.As<TInput>(input));

    /// <summary>What the activity does; an absent input is the type's default.</summary>
    public abstract Task<TOutput> RunAsync(TaskActivityContext context, TInput input);
}
