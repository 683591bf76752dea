using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>An orchestrator written as a function.</summary>
internal sealed class FunctionOrchestrator<TInput, TOutput>(
    Func<TaskOrchestrationContext, TInput, Task<TOutput>> run) : TaskOrchestrator<TInput, TOutput>
{
    public override Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input) => run(context, input);
}

/// <summary>An activity written as a function.</summary>
internal sealed class FunctionActivity<TInput, TOutput>(
    Func<TaskActivityContext, TInput, Task<TOutput>> run) : TaskActivity<TInput, TOutput>
{
    public override Task<TOutput> RunAsync(TaskActivityContext context, TInput input) => run(context, input);
}

/// <summary>A task registered with a version that its type does not tell; it is told as its attribute.</summary>
internal abstract class VersionedTask(TaskName name, TaskVersion version) : ICustomAttributeProvider
{
    public object[] GetCustomAttributes(bool inherit) =>
        [new DurableTaskAttribute(name.Name) { Version = version.Version }];

    public object[] GetCustomAttributes(Type attributeType, bool inherit) =>
        IsDefined(attributeType, inherit) ? GetCustomAttributes(inherit) : [];

    public bool IsDefined(Type attributeType, bool inherit) => attributeType == typeof(DurableTaskAttribute);
}

/// <inheritdoc/>
internal sealed class VersionedOrchestrator(TaskName name, TaskVersion version, ITaskOrchestrator task)
    : VersionedTask(name, version), ITaskOrchestrator
{
    public Type InputType => task.InputType;

    public Type OutputType => task.OutputType;

    public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) => task.RunAsync(context, input);
}

/// <inheritdoc/>
internal sealed class VersionedActivity(TaskName name, TaskVersion version, ITaskActivity task)
    : VersionedTask(name, version), ITaskActivity
{
    public Type InputType => task.InputType;

    public Type OutputType => task.OutputType;

    public Task<object?> RunAsync(TaskActivityContext context, object? input) => task.RunAsync(context, input);
}
