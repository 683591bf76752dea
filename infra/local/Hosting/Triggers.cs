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

    /// <summary>Hands out nothing more and waits for what is at work, as far as the host's patience goes.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(timers.StopAsync(cancellationToken), bus.StopAsync(cancellationToken));
        await engine.StopAsync(cancellationToken);
    }
}
