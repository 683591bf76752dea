using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;
using ItsmServerless.Local.Durable.Replay;

namespace ItsmServerless.Local.Durable;

/// <summary>What a Durable Task worker writes to the log, under the names and numbers of Microsoft's.</summary>
internal sealed partial class WorkerLog(ILoggerFactory loggers)
{
    private readonly ILogger _steps = loggers.CreateLogger("Microsoft.DurableTask");

    /// <summary>Where the orchestrations are logged.</summary>
    public ILogger Orchestrations { get; } = loggers.CreateLogger("Microsoft.DurableTask.Worker.Orchestrations");

    /// <summary>Where the activities are logged.</summary>
    public ILogger Activities { get; } = loggers.CreateLogger("Microsoft.DurableTask.Worker.Activities");

    /// <summary>Tells of a turn that is stored; one that is played again later is not told of again.</summary>
    /// <param name="before">The instance before the turn.</param>
    public void Tell(InstanceState before, RunOutcome outcome)
    {
        if (!before.HasRun)
            OrchestrationStarted(Orchestrations, before.Id, before.Name);
        foreach (var timer in outcome.Steps.OfType<TimerCreated>())
            TimerSet(_steps, before.Id, timer.Id, timer.FireAt);
        if (outcome.End is RunEnd.Threw threw)
            OrchestrationFailed(Orchestrations, threw.Exception, before.Id, before.Name);
        else if (outcome.End is not null)
            OrchestrationCompleted(Orchestrations, before.Id, before.Name);
    }

    [LoggerMessage(600, LogLevel.Information, "'{Name}' orchestration with ID '{InstanceId}' started.")]
    private static partial void OrchestrationStarted(ILogger log, string instanceId, string name);

    [LoggerMessage(601, LogLevel.Information, "'{Name}' orchestration with ID '{InstanceId}' completed.")]
    private static partial void OrchestrationCompleted(ILogger log, string instanceId, string name);

    [LoggerMessage(602, LogLevel.Information, "'{Name}' orchestration with ID '{InstanceId}' failed.")]
    private static partial void OrchestrationFailed(ILogger log, Exception? failure, string instanceId, string name);

    [LoggerMessage(603, LogLevel.Information, "'{Name}' activity of orchestration ID '{InstanceId}' started.")]
    public static partial void ActivityStarted(ILogger log, string instanceId, string name);

    [LoggerMessage(604, LogLevel.Information, "'{Name}' activity of orchestration ID '{InstanceId}' completed.")]
    public static partial void ActivityCompleted(ILogger log, string instanceId, string name);

    [LoggerMessage(605, LogLevel.Information, "'{Name}' activity of orchestration ID '{InstanceId}' failed.")]
    public static partial void ActivityFailed(ILogger log, Exception failure, string instanceId, string name);

    [LoggerMessage(7010, LogLevel.Debug, "{InstanceId}: CreateTimer #{StepId} for {FireAt}.")]
    private static partial void TimerSet(ILogger log, string instanceId, int stepId, DateTimeOffset fireAt);

    [LoggerMessage(
        7011, LogLevel.Warning, "{InstanceId}: '{Name}' of version '{Version}' waits for a worker that takes it.")]
    public static partial void LeftWaiting(ILogger log, string instanceId, string name, string version);
}
