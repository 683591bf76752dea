using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>What a run is told about its instance.</summary>
internal sealed record RunFacts(
    string Name,
    string InstanceId,
    string Version,
    string? Input,
    ParentOrchestrationInstance? Parent,
    DataConverter Converter,
    ILoggerFactory Loggers)
{
    /// <summary>The rules of the worker that runs it.</summary>
    public DurableTaskWorkerOptions Worker { get; init; } = new();

    /// <summary>Tells more about exceptions, if anything does.</summary>
    public IExceptionPropertiesProvider? ExceptionProperties { get; init; }
}
