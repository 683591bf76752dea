using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable;

/// <summary>The orchestrators and activities the engine can run. Names are equal whatever their case.</summary>
public sealed class DurableTasks
{
    private readonly Dictionary<TaskName, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = [];
    private readonly Dictionary<TaskName, ActivityBody> _activities = [];

    /// <summary>Runs an activity.</summary>
    /// <param name="context">What it is told about its call.</param>
    /// <param name="serializedInput">Its input, as the engine's converter wrote it.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the engine stops; the activity then runs again at the next start.
    /// </param>
    /// <returns>Its result, which the engine's converter must be able to write.</returns>
    public delegate Task<object?> ActivityBody(
        TaskActivityContext context, string? serializedInput, CancellationToken cancellationToken);

    /// <summary>Adds an orchestrator.</summary>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public DurableTasks AddOrchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run)
    {
        _orchestrators.Add(name, run);
        return this;
    }

    /// <summary>Adds an activity.</summary>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public DurableTasks AddActivity(string name, ActivityBody run)
    {
        _activities.Add(name, run);
        return this;
    }

    /// <summary>The orchestrator of that name, or <see langword="null"/>.</summary>
    internal Func<TaskOrchestrationContext, Task<object?>>? Orchestrator(string name) =>
        _orchestrators.GetValueOrDefault(name);

    /// <summary>The activity of that name, or <see langword="null"/>.</summary>
    internal ActivityBody? Activity(string name) => _activities.GetValueOrDefault(name);
}
