using ItsmServerless.Local.Durable;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Local.Timers;

namespace ItsmServerless.Local.Hosting;

/// <summary>Starts bus and engine around the app's own hosted services: what they send has somewhere to go.</summary>
/// <remarks>Registered before them, so it starts first and stops last; <see cref="Triggers"/> is its other
/// half.</remarks>
internal sealed class BusStart(LocalServiceBus bus, ServiceBusTriggers messages) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        messages.Declare();
        await bus.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) => await bus.DisposeAsync();
}

/// <summary>Lets messages, orchestrations and timers run once the app's own hosted services do, and ends them
/// first.</summary>
internal sealed class Triggers(
    DurableEngine engine, LocalServiceBus bus, ServiceBusTriggers messages, TimerTriggers timers) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.StartAsync(cancellationToken);
        messages.Subscribe();
        await timers.StartAsync(cancellationToken);
    }

    /// <summary>Starts no timer function more, hands out no message more, and waits for those at work.</summary>
    /// <param name="cancellationToken">Tells those at work to break off.</param>
    public Task DrainAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(timers.StopAsync(cancellationToken), bus.StopAsync(cancellationToken));

    /// <summary>Ends the engine; activities at work are cancelled and start again with the next host.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(cancellationToken);
        await engine.StopAsync(cancellationToken);
    }
}
