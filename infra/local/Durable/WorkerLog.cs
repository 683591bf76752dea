namespace ItsmServerless.Local.Durable;

/// <summary>What a Durable Task worker writes to the log, under the names and numbers of Microsoft's.</summary>
internal sealed partial class WorkerLog(ILoggerFactory loggers)
{
    /// <summary>Where the orchestrations are logged.</summary>
    public ILogger Orchestrations { get; } = loggers.CreateLogger("Microsoft.DurableTask.Worker.Orchestrations");

    /// <summary>Where the activities are logged.</summary>
    public ILogger Activities { get; } = loggers.CreateLogger("Microsoft.DurableTask.Worker.Activities");

    /// <summary>Where the steps are logged.</summary>
    public ILogger Steps { get; } = loggers.CreateLogger("Microsoft.DurableTask");

    [LoggerMessage(600, LogLevel.Information, "'{Name}' orchestration with ID '{InstanceId}' started.")]
    public static partial void OrchestrationStarted(ILogger log, string instanceId, string name);

    [LoggerMessage(601, LogLevel.Information, "'{Name}' orchestration with ID '{InstanceId}' completed.")]
    public static partial void OrchestrationCompleted(ILogger log, string instanceId, string name);

    [LoggerMessage(602, LogLevel.Information, "'{Name}' orchestration with ID '{InstanceId}' failed.")]
    public static partial void OrchestrationFailed(ILogger log, Exception? failure, string instanceId, string name);

    [LoggerMessage(603, LogLevel.Information, "'{Name}' activity of orchestration ID '{InstanceId}' started.")]
    public static partial void ActivityStarted(ILogger log, string instanceId, string name);

    [LoggerMessage(604, LogLevel.Information, "'{Name}' activity of orchestration ID '{InstanceId}' completed.")]
    public static partial void ActivityCompleted(ILogger log, string instanceId, string name);

    [LoggerMessage(605, LogLevel.Information, "'{Name}' activity of orchestration ID '{InstanceId}' failed.")]
    public static partial void ActivityFailed(ILogger log, Exception failure, string instanceId, string name);

    [LoggerMessage(7010, LogLevel.Debug, "{InstanceId}: CreateTimer #{StepId} for {FireAt}.")]
    public static partial void TimerCreated(ILogger log, string instanceId, int stepId, DateTimeOffset fireAt);

    [LoggerMessage(7011, LogLevel.Warning, "{InstanceId}: '{Name}' of version '{Version}' waits for a worker that takes it.")]
    public static partial void LeftWaiting(ILogger log, string instanceId, string name, string version);
}
