using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;

namespace ItsmServerless.Local.Durable.Worker;

/// <summary>Puts the local engine where another host has a transport, such as <c>UseGrpc</c>.</summary>
public static class LocalEngineExtensions
{
    /// <summary>Runs the worker's tasks with the local engine.</summary>
    /// <param name="builder">The worker. A host has one that uses the engine.</param>
    /// <param name="options">
    /// Where the engine keeps its state. Converter, loggers, limits and rules are those of the worker.
    /// </param>
    /// <remarks>The clock is the host's <see cref="TimeProvider"/> service, or the system's.</remarks>
    /// <exception cref="InvalidOperationException">Another worker of the host uses the engine.</exception>
    public static IDurableTaskWorkerBuilder UseLocalEngine(
        this IDurableTaskWorkerBuilder builder, DurableEngineOptions options)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(LocalEngine)))
            throw new InvalidOperationException("Another worker of this host uses the local engine; there is one.");
        builder.Services.AddSingleton(services => new LocalEngine(services, builder.Name, options));
        return builder.UseBuildTarget<LocalDurableTaskWorker>();
    }

    /// <summary>Talks to the engine of the worker in this host; calls wait until it has started.</summary>
    /// <remarks>Making the client fails in a host without such a worker.</remarks>
    public static IDurableTaskClientBuilder UseLocalEngine(this IDurableTaskClientBuilder builder) =>
        builder.UseBuildTarget<EngineClient>();
}
