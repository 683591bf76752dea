using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.DurableTask.Worker;

/// <summary>Puts a worker together.</summary>
public interface IDurableTaskWorkerBuilder
{
    /// <summary>The name of the worker, and of its options.</summary>
    string Name { get; }

    /// <summary>The services of the app.</summary>
    IServiceCollection Services { get; }

    /// <summary>The class of the worker.</summary>
    /// <remarks>Made with the name, a factory of its tasks, and services.</remarks>
    Type? BuildTarget { get; set; }

    /// <summary>Makes the worker.</summary>
    /// <exception cref="InvalidOperationException">Its class was not said.</exception>
    IHostedService Build(IServiceProvider serviceProvider);
}
