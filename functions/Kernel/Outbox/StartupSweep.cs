using ItsmServerless.Kernel.Storage;
using Microsoft.Extensions.Hosting;

namespace ItsmServerless.Kernel.Outbox;

/// <summary>At start: makes the shared tables, then takes up what the last process left, without waiting for the
/// timer.</summary>
public sealed class StartupSweep(Tables tables, Sweeper sweeper) : BackgroundService
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first sweep has.</summary>
    public Task Done => done.Task;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await tables.CreateShared(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await sweeper.Sweep(atStart: true, stoppingToken);
        }
        finally
        {
            done.TrySetResult();
        }
    }
}
