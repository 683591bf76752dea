using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>What a run is told about its instance.</summary>
internal sealed record RunFacts(
    string Name,
    string InstanceId,
    string Version,
    string? Input,
    ParentOrchestrationInstance? Parent,
    DataConverter Converter,
    ILoggerFactory Loggers);
