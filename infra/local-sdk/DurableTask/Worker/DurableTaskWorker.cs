using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker.Hosting;

/// <summary>A hosted service that runs durable tasks.</summary>
public abstract class DurableTaskWorker : BackgroundService
{
    /// <summary>A worker of that name, of the tasks that the factory makes.</summary>
    protected DurableTaskWorker(string? name, IDurableTaskFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Name = name ?? Options.DefaultName;
        Factory = factory;
    }

    /// <summary>The name of the worker.</summary>
    protected virtual string Name { get; }

    /// <summary>Makes its tasks.</summary>
    protected virtual IDurableTaskFactory Factory { get; }

    /// <summary>Tells more about exceptions, if anything does.</summary>
    protected IExceptionPropertiesProvider? ExceptionPropertiesProvider { get; set; }
}
