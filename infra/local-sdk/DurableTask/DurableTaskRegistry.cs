using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask;

/// <summary>The orchestrators, activities and entities of an app, by name and version.</summary>
/// <remarks>
/// Every method that adds throws <see cref="ArgumentException"/> when there is one of that name and version.
/// </remarks>
public sealed partial class DurableTaskRegistry
{
    private readonly RegisteredTasks<ITaskOrchestrator> _orchestrators = new(nameof(ITaskOrchestrator));
    private readonly RegisteredTasks<ITaskActivity> _activities = new(nameof(ITaskActivity));
    private readonly RegisteredTasks<ITaskEntity> _entities = new(nameof(ITaskEntity));

    internal RegisteredTasks<ITaskOrchestrator> Orchestrators => _orchestrators;

    internal RegisteredTasks<ITaskActivity> Activities => _activities;

    /// <summary>The activities, one entry for each name and version.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities() =>
        _activities.All;

    /// <summary>The entities.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskEntity>>> GetEntities() => _entities.All;

    /// <summary>The orchestrators, one entry for each name and version.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators() =>
        _orchestrators.All;
}
