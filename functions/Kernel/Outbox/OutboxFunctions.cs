using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.Outbox;

/// <summary>The timer behind the outbox.</summary>
public sealed class OutboxFunctions(Sweeper sweeper)
{
    /// <summary>Publishes what a crash left unpublished.</summary>
    [Function("SweepOutbox")]
    public Task Sweep([TimerTrigger("*/20 * * * * *")] TimerInfo timer, CancellationToken cancel) =>
        sweeper.Sweep(atStart: false, cancel);
}
