using System.Reflection;
using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable.Worker;

/// <summary>Makes what the engine runs of what is registered.</summary>
/// <remarks>
/// A registry gives the version of a registration to nobody. That of a class is read off its attribute, for which one
/// instance is made at start. Microsoft's package tells nothing about a function, or a factory, that was registered
/// with a version: with it those are taken as unversioned, and two of one name are refused. The stand-in of
/// infra/local-sdk describes them by <see cref="ICustomAttributeProvider"/>.
/// </remarks>
internal sealed class RegistryTasks(IServiceProvider services, DataConverter converter)
{
    public DurableTasks Of(DurableTaskRegistry registry)
    {
        foreach (var (name, _) in registry.GetEntities())
            throw new NotSupportedException($"Entity '{name}' cannot run here: {Unsupported.Entities}");
        var tasks = new DurableTasks();
        foreach (var (name, make) in registry.GetOrchestrators())
            Add(name, () => tasks.AddOrchestrator(name, VersionOf(() => make(services)), BodyOf(make)));
        using var scope = services.CreateScope();
        foreach (var (name, make) in registry.GetActivities())
            Add(name, () => tasks.AddActivity(name, VersionOf(() => make(scope.ServiceProvider)), BodyOf(make)));
        return tasks;
    }

    private static void Add(TaskName name, Action add)
    {
        try
        {
            add();
        }
        catch (ArgumentException same)
        {
            throw new InvalidOperationException(
                $"Two tasks named '{name}' cannot be told apart. "
                + "Give each version a class with [DurableTask(Version)].",
                same);
        }
    }

    private static string VersionOf(Func<object> make)
    {
        try
        {
            var task = make();
            var described = task as ICustomAttributeProvider ?? task.GetType();
            return described.GetCustomAttributes(typeof(DurableTaskAttribute), inherit: false)
                .OfType<DurableTaskAttribute>().FirstOrDefault()?.Version ?? string.Empty;
        }
        catch (Exception)
        {
            // What cannot be made fails its calls, not the start of all others.
            return string.Empty;
        }
    }

    private DurableTasks.OrchestratorBody BodyOf(Func<IServiceProvider, ITaskOrchestrator> make) => (context, input) =>
    {
        var orchestrator = make(services);
        return orchestrator.RunAsync(context, converter.Deserialize(input, orchestrator.InputType));
    };

    private DurableTasks.ActivityBody BodyOf(Func<IServiceProvider, ITaskActivity> make) =>
        async (context, input, cancellationToken) =>
        {
            await using var scope = services.CreateAsyncScope();
            var activity = make(scope.ServiceProvider);
            return await activity.RunAsync(context, converter.Deserialize(input, activity.InputType))
                .WaitAsync(cancellationToken);
        };
}
