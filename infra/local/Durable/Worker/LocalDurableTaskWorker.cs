using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;

namespace ItsmServerless.Local.Durable.Worker;

/// <summary>A worker that is its own backend: it runs the local engine over the storage.</summary>
/// <remarks>While another process owns the storage it waits, and takes over when that one ends.</remarks>
internal sealed class LocalDurableTaskWorker : DurableTaskWorker
{
    private readonly DurableEngine _engine;

    public LocalDurableTaskWorker(
        string name, IDurableTaskFactory factory, LocalEngine local, IServiceProvider services)
        : base(name, factory)
    {
        _engine = local.Engine;
        ExceptionPropertiesProvider = services.GetService<IExceptionPropertiesProvider>();
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _engine.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _engine.StartAsync(stoppingToken);
}
