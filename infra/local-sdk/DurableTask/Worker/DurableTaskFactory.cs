using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask.Worker;

/// <summary>Makes the tasks of a registry.</summary>
internal sealed class DurableTaskFactory(DurableTaskRegistry registry) : IDurableTaskFactory
{
    public bool TryCreateActivity(
        TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity)
    {
        activity = registry.Activities.Unversioned(name)?.Invoke(serviceProvider);
        return activity is not null;
    }

    public bool TryCreateOrchestrator(
        TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
    {
        orchestrator = registry.Orchestrators.Unversioned(name)?.Invoke(serviceProvider);
        return orchestrator is not null;
    }
}
