using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask.Worker;

/// <summary>Makes the tasks of a worker, by name alone: of several versions, the one that has none.</summary>
public interface IDurableTaskFactory
{
    /// <summary>Makes an activity, if there is one of that name.</summary>
    bool TryCreateActivity(
        TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity);

    /// <summary>Makes an orchestrator, if there is one of that name.</summary>
    bool TryCreateOrchestrator(
        TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator);
}
