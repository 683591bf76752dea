using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

public sealed partial class DurableTaskRegistry
{
    /// <summary>Adds an entity.</summary>
    public DurableTaskRegistry AddEntity(TaskName name, Func<IServiceProvider, ITaskEntity> factory)
    {
        _entities.Add(name, TaskVersion.Unversioned, factory);
        return this;
    }

    /// <summary>Adds an entity, made anew for every batch.</summary>
    public DurableTaskRegistry AddEntity(TaskName name, Type type)
    {
        TaskTypes.EnsureIs<ITaskEntity>(type);
        return AddEntity(
            name, services => (ITaskEntity)ActivatorUtilities.GetServiceOrCreateInstance(services, type));
    }

    /// <inheritdoc cref="AddEntity(TaskName, Type)"/>
    public DurableTaskRegistry AddEntity(Type type) => AddEntity(TaskTypes.NameOf(type), type);

    /// <inheritdoc cref="AddEntity(TaskName, Type)"/>
    public DurableTaskRegistry AddEntity<TEntity>(TaskName name)
        where TEntity : class, ITaskEntity => AddEntity(name, typeof(TEntity));

    /// <inheritdoc cref="AddEntity(TaskName, Type)"/>
    public DurableTaskRegistry AddEntity<TEntity>()
        where TEntity : class, ITaskEntity => AddEntity(typeof(TEntity));

    /// <summary>Adds an entity of which there is one.</summary>
    public DurableTaskRegistry AddEntity(TaskName name, ITaskEntity entity) => AddEntity(name, _ => entity);

    /// <inheritdoc cref="AddEntity(TaskName, ITaskEntity)"/>
    public DurableTaskRegistry AddEntity(ITaskEntity entity) =>
        AddEntity(TaskTypes.NameOf(entity.GetType()), entity);
}
