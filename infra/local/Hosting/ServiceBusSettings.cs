namespace ItsmServerless.Local.Hosting;

/// <summary>What <c>host.json</c> says under <c>extensions.serviceBus</c>, with the extension's defaults.</summary>
/// <remarks>https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus</remarks>
internal sealed record ServiceBusSettings
{
    /// <summary>How many messages of a queue or subscription a function handles at a time, without sessions.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>How many sessions a function handles at a time; of each, one message or batch.</summary>
    public int MaxConcurrentSessions { get; init; } = 8;

    /// <summary>How many messages a function gets at a time that takes batches.</summary>
    public int MaxMessageBatchSize { get; init; } = 1000;

    /// <summary>How many it waits for; here never more than one.</summary>
    public int MinMessageBatchSize { get; init; } = 1;

    /// <summary>How many messages are fetched ahead; of no effect here, where they come from memory.</summary>
    public int PrefetchCount { get; init; }

    /// <summary>Whether success completes the messages; a function's own word may only say no as well.</summary>
    public bool AutoCompleteMessages { get; init; } = true;

    /// <summary>How long the locks of a function's messages are renewed.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What a number that makes no sense here is called; <see langword="null"/> when all do.</summary>
    public string? Mistake() => this switch
    {
        { MaxConcurrentCalls: < 1 } => "maxConcurrentCalls is less than 1",
        { MaxConcurrentSessions: < 1 } => "maxConcurrentSessions is less than 1",
        { MaxMessageBatchSize: < 1 } => "maxMessageBatchSize is less than 1",
        { MinMessageBatchSize: not 1 } => "minMessageBatchSize is not 1: the local host waits for no more",
        { PrefetchCount: < 0 } => "prefetchCount is negative",
        _ when MaxAutoLockRenewalDuration < TimeSpan.Zero && MaxAutoLockRenewalDuration != Timeout.InfiniteTimeSpan =>
            "maxAutoLockRenewalDuration is negative",
        _ => null,
    };
}
