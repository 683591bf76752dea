namespace ItsmServerless.Local.ServiceBus;

/// <summary>How a pump hands out messages.</summary>
/// <param name="MaxConcurrent">How many handlers run at a time: one per message, batch, or session.</param>
public sealed record PumpOptions(int MaxConcurrent)
{
    /// <summary>How many messages a handler gets at most; it gets what is there and waits for no more.</summary>
    public int MaxBatch { get; init; } = 1;

    /// <summary>Whether a handler that returns has completed what it did not settle itself.</summary>
    /// <remarks>Otherwise that stays locked until its lock runs out.</remarks>
    public bool CompletesAutomatically { get; init; } = true;

    /// <summary>How long locks are renewed while a handler runs; infinite for ever.</summary>
    public TimeSpan MaxLockRenewal { get; init; } = Timeout.InfiniteTimeSpan;
}

/// <summary>A message and the way to settle it.</summary>
public sealed record Delivery(
    global::Azure.Messaging.ServiceBus.ServiceBusReceivedMessage Message, MessageSettlement Settlement);

/// <summary>What a handler gets: at least one message, and the session they are of, if they are of one.</summary>
public sealed record Deliveries(IReadOnlyList<Delivery> Messages, SessionLock? Session);
