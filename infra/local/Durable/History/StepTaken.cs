namespace ItsmServerless.Local.Durable.History;

/// <summary>A step an orchestrator took.</summary>
/// <param name="Id">Steps of one run are numbered from 0 in the order they were taken.</param>
public abstract record StepTaken(int Id) : HistoryEvent
{
    /// <summary>What a replay must take again at this number.</summary>
    internal abstract string Title { get; }

    /// <summary>The name a failure of it is told by.</summary>
    internal virtual string TaskName => Title;
}

/// <summary>It called an activity.</summary>
public sealed record ActivityScheduled(int Id, string Name, string Version, string? Input) : StepTaken(Id)
{
    internal override string Title => $"activity '{Name}'";

    internal override string TaskName => Name;
}

/// <summary>It set a timer.</summary>
public sealed record TimerCreated(int Id, DateTimeOffset FireAt) : StepTaken(Id)
{
    internal override string Title => "timer";
}

/// <summary>It called another orchestration.</summary>
public sealed record SubOrchestrationScheduled(
    int Id, string Name, string Version, string InstanceId, string? Input, IDictionary<string, string>? Tags)
    : StepTaken(Id)
{
    internal override string Title => $"sub-orchestration '{Name}' as '{InstanceId}'";

    internal override string TaskName => Name;
}

/// <summary>A step without an answer.</summary>
public abstract record MessageSent(int Id, string InstanceId) : StepTaken(Id);

/// <summary>It raised an event at another instance.</summary>
public sealed record EventSent(int Id, string InstanceId, string EventName, string? Payload)
    : MessageSent(Id, InstanceId)
{
    internal override string Title => $"event '{EventName}' to '{InstanceId}'";
}

/// <summary>Its own termination went on to a sub-orchestration.</summary>
public sealed record TerminationSent(int Id, string InstanceId, string? Output) : MessageSent(Id, InstanceId)
{
    internal override string Title => $"termination of '{InstanceId}'";
}
