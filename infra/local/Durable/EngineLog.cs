namespace ItsmServerless.Local.Durable;

/// <summary>What the engine writes to the log.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(7001, LogLevel.Error, "A piece of the Durable engine's work broke.")]
    public static partial void WorkBroke(ILogger log, Exception failure);

    [LoggerMessage(7002, LogLevel.Warning, "Instance {InstanceId}: the storage did not answer, try {Try}.")]
    public static partial void StorageFailed(ILogger log, Exception failure, string instanceId, int @try);

    [LoggerMessage(7003, LogLevel.Error, "Instance {InstanceId} is parked until the next start.")]
    public static partial void Parked(ILogger log, Exception failure, string instanceId);

    [LoggerMessage(7004, LogLevel.Warning, "Another process owns the Durable engine; waiting for it to end.")]
    public static partial void Waiting(ILogger log);

    [LoggerMessage(7005, LogLevel.Critical, "Another process took the Durable engine over; this one stops its own.")]
    public static partial void LostLease(ILogger log);

    [LoggerMessage(7006, LogLevel.Information, "The Durable engine goes on with {Awake} instances; {Asleep} wait.")]
    public static partial void Loaded(ILogger log, int awake, int asleep);
}
