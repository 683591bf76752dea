using ItsmServerless.Local.Durable.Storage;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>What every instance of one engine shares.</summary>
internal sealed record EngineParts(
    DurableEngineOptions Options,
    DurableTasks Tasks,
    TimeProvider Clock,
    InstanceStore Store,
    ActiveIndex Active,
    Background Background,
    StatusSignals Signals,
    ILogger Log,
    CancellationToken Stopping)
{
    /// <summary>Where the orchestrations and activities are logged.</summary>
    public WorkerLog WorkerLog { get; } = new(Options.Loggers);
}
