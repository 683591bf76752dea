using ItsmServerless.Local.Clock;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Options;

namespace ItsmServerless.Local.Durable.Worker;

/// <summary>The engine of a host, shared by its worker and its clients.</summary>
internal sealed class LocalEngine
{
    /// <summary>An engine of what is registered for a worker of that name; nothing runs until it is started.</summary>
    public LocalEngine(IServiceProvider services, string worker, DurableEngineOptions options)
    {
        var rules = services.GetRequiredService<IOptionsMonitor<DurableTaskWorkerOptions>>().Get(worker);
        var registry = services.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>().Get(worker);
        Engine = new(
            Adapted(options, rules, services),
            DurableTasks.From(registry, services, rules.DataConverter),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<Quiescence>() ?? new());
    }

    public DurableEngine Engine { get; }

    private static DurableEngineOptions Adapted(
        DurableEngineOptions options, DurableTaskWorkerOptions rules, IServiceProvider services) => options with
        {
            Worker = rules,
            Converter = rules.DataConverter,
            Loggers = services.GetRequiredService<ILoggerFactory>(),
            ExceptionProperties = services.GetService<IExceptionPropertiesProvider>(),
#pragma warning disable CS0618 // Experimental, and offered all the same.
            Filter = rules.OrchestrationFilter ?? services.GetService<IOrchestrationFilter>(),
#pragma warning restore CS0618
            ActivitiesAtOnce =
                Math.Min(options.ActivitiesAtOnce, rules.Concurrency.MaximumConcurrentActivityWorkItems),
            TurnsAtOnce = Math.Min(options.TurnsAtOnce, rules.Concurrency.MaximumConcurrentOrchestrationWorkItems),
        };
}
