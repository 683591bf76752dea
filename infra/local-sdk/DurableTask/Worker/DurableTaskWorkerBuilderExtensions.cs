using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Worker;

/// <summary>Says what a worker runs, and how.</summary>
public static class DurableTaskWorkerBuilderExtensions
{
    /// <summary>Adds tasks.</summary>
    public static IDurableTaskWorkerBuilder AddTasks(
        this IDurableTaskWorkerBuilder builder, Action<DurableTaskRegistry> configure)
    {
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    /// <summary>Sets options.</summary>
    public static IDurableTaskWorkerBuilder Configure(
        this IDurableTaskWorkerBuilder builder, Action<DurableTaskWorkerOptions> configure)
    {
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    /// <summary>Says with which class the worker runs.</summary>
    public static IDurableTaskWorkerBuilder UseBuildTarget(this IDurableTaskWorkerBuilder builder, Type target)
    {
        builder.BuildTarget = target;
        return builder;
    }

    /// <inheritdoc cref="UseBuildTarget(IDurableTaskWorkerBuilder, Type)"/>
    public static IDurableTaskWorkerBuilder UseBuildTarget<TTarget>(this IDurableTaskWorkerBuilder builder)
        where TTarget : DurableTaskWorker => builder.UseBuildTarget(typeof(TTarget));

    /// <summary>Asks a filter which orchestrations the worker takes.</summary>
    [Obsolete("Experimental")]
    public static IDurableTaskWorkerBuilder UseOrchestrationFilter<TOrchestrationFilter>(
        this IDurableTaskWorkerBuilder builder)
        where TOrchestrationFilter : class, IOrchestrationFilter
    {
        builder.Services.AddSingleton<IOrchestrationFilter, TOrchestrationFilter>();
        return builder;
    }

    /// <summary>Asks a filter which orchestrations the worker takes.</summary>
    [Obsolete("Experimental")]
    public static IDurableTaskWorkerBuilder UseOrchestrationFilter(
        this IDurableTaskWorkerBuilder builder, IOrchestrationFilter filter)
    {
        builder.Services.AddSingleton(filter);
        return builder;
    }

    /// <summary>Says which versions the worker takes.</summary>
    public static IDurableTaskWorkerBuilder UseVersioning(
        this IDurableTaskWorkerBuilder builder, DurableTaskWorkerOptions.VersioningOptions versionOptions) =>
        builder.Configure(options => options.Versioning = new()
        {
            Version = versionOptions.Version,
            DefaultVersion = versionOptions.DefaultVersion,
            MatchStrategy = versionOptions.MatchStrategy,
            FailureStrategy = versionOptions.FailureStrategy,
        });
}
