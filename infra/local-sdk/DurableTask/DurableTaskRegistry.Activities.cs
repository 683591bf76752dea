using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an activity of a version.</summary>
    public DurableTaskRegistry AddActivity(TaskName name, TaskVersion version, Func<ITaskActivity> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Add(name, version, _ => factory());
    }

    /// <summary>Adds an activity.</summary>
    public DurableTaskRegistry AddActivity(TaskName name, Func<IServiceProvider, ITaskActivity> factory) =>
        Add(name, TaskVersion.Unversioned, factory);

    /// <summary>Adds an activity's class, of which every run has an instance; it may say a version.</summary>
    /// <remarks>The instance is a service, or made of services.</remarks>
    public DurableTaskRegistry AddActivity(TaskName name, Type type)
    {
        TaskTypes.EnsureIs<ITaskActivity>(type);
        _activities.Add(name, TaskTypes.VersionOf(type), services =>
            (ITaskActivity)ActivatorUtilities.GetServiceOrCreateInstance(services, type));
        return this;
    }

    /// <inheritdoc cref="AddActivity(TaskName, Type)"/>
    public DurableTaskRegistry AddActivity(Type type)
    {
        TaskTypes.EnsureIs<ITaskActivity>(type);
        return AddActivity(TaskTypes.NameOf(type), type);
    }

    /// <inheritdoc cref="AddActivity(TaskName, Type)"/>
    public DurableTaskRegistry AddActivity<TActivity>(TaskName name)
        where TActivity : class, ITaskActivity => AddActivity(name, typeof(TActivity));

    /// <inheritdoc cref="AddActivity(TaskName, Type)"/>
    public DurableTaskRegistry AddActivity<TActivity>()
        where TActivity : class, ITaskActivity => AddActivity(typeof(TActivity));

    /// <summary>Adds an activity of which there is one; its class may say a version.</summary>
    public DurableTaskRegistry AddActivity(TaskName name, ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        _activities.Add(name, TaskTypes.VersionOf(activity.GetType()), _ => activity);
        return this;
    }

    /// <inheritdoc cref="AddActivity(TaskName, ITaskActivity)"/>
    public DurableTaskRegistry AddActivity(ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(TaskTypes.NameOf(activity.GetType()), activity);
    }

    private DurableTaskRegistry Add(TaskName name, TaskVersion version, Func<IServiceProvider, ITaskActivity> factory)
    {
        _activities.Add(name, version, services => new VersionedActivity(name, version, factory(services)));
        return this;
    }
}
