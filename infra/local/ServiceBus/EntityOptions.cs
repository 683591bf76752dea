namespace ItsmServerless.Local.ServiceBus;

/// <summary>How a queue or topic with its subscriptions behaves; the defaults are those of Service Bus.</summary>
/// <remarks>https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas</remarks>
public sealed record EntityOptions
{
    /// <summary>What an entity gets when nothing is said.</summary>
    public static readonly EntityOptions Default = new();

    /// <summary>How long a received message stays its receiver's: at most five minutes.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a message is handed out before it becomes a dead letter.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a message id is remembered and its repetition dropped; not at all when not set.</summary>
    public TimeSpan? DuplicateWindow { get; init; }
}
