using ItsmServerless.Local.Durable.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace ItsmServerless.Local.Durable;

/// <summary>
/// The orchestrators and activities the engine can run, by name and version. Both are equal whatever their case.
/// </summary>
/// <remarks>
/// A call is served by the task of exactly its version. A task without a version serves every version, as long as
/// its name has none that has one.
/// </remarks>
public sealed class DurableTasks
{
    private readonly VersionedTasks<OrchestratorBody> _orchestrators = new();
    private readonly VersionedTasks<ActivityBody> _activities = new();

    /// <summary>Runs an orchestrator.</summary>
    /// <param name="context">What it does everything through.</param>
    /// <param name="serializedInput">Its input, as the engine's converter wrote it.</param>
    /// <returns>Its result, which the engine's converter must be able to write.</returns>
    public delegate Task<object?> OrchestratorBody(TaskOrchestrationContext context, string? serializedInput);

    /// <summary>Runs an activity.</summary>
    /// <param name="context">What it is told about its call.</param>
    /// <param name="serializedInput">Its input, as the engine's converter wrote it.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the engine stops; the activity then runs again at the next start.
    /// </param>
    /// <returns>Its result, which the engine's converter must be able to write.</returns>
    public delegate Task<object?> ActivityBody(
        TaskActivityContext context, string? serializedInput, CancellationToken cancellationToken);

    /// <summary>The tasks of a registry: functions and classes, with their versions.</summary>
    /// <param name="services">What activities are made of; each run has a scope of its own.</param>
    /// <param name="converter">
    /// The engine's; <see langword="null"/> is <see cref="JsonDataConverter.Default"/>.
    /// </param>
    /// <exception cref="NotSupportedException">The registry has an entity; the message names it.</exception>
    /// <exception cref="InvalidOperationException">Two tasks cannot be told apart; the message names them.</exception>
    public static DurableTasks From(
        DurableTaskRegistry registry, IServiceProvider services, DataConverter? converter = null) =>
        new RegistryTasks(services, converter ?? JsonDataConverter.Default).Of(registry);

    /// <summary>Adds an orchestrator without a version.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public DurableTasks AddOrchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run) =>
        AddOrchestrator(name, string.Empty, (context, _) => run(context));

    /// <summary>Adds an orchestrator; an empty version is none.</summary>
    /// <exception cref="ArgumentException">There is one of that name and version.</exception>
    public DurableTasks AddOrchestrator(string name, string version, OrchestratorBody run)
    {
        _orchestrators.Add(name, version, run);
        return this;
    }

    /// <summary>Adds an activity without a version.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public DurableTasks AddActivity(string name, ActivityBody run) => AddActivity(name, string.Empty, run);

    /// <summary>Adds an activity; an empty version is none.</summary>
    /// <exception cref="ArgumentException">There is one of that name and version.</exception>
    public DurableTasks AddActivity(string name, string version, ActivityBody run)
    {
        _activities.Add(name, version, run);
        return this;
    }

    /// <summary>What runs an orchestration of that name and version, or <see langword="null"/>.</summary>
    internal OrchestratorBody? Orchestrator(string name, string version) => _orchestrators.Find(name, version);

    /// <summary>What runs an activity of that name and version, or <see langword="null"/>.</summary>
    internal ActivityBody? Activity(string name, string version) => _activities.Find(name, version);
}
