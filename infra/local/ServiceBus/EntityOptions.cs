using ItsmServerless.Local.ServiceBus.Rules;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>How a queue, a topic, or a subscription behaves; the defaults are those of Service Bus.</summary>
/// <remarks>https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas</remarks>
public sealed record EntityOptions
{
    /// <summary>What an entity gets when nothing is said.</summary>
    public static readonly EntityOptions Default = new();

    /// <summary>How long a received message or accepted session stays its receiver's: at most five minutes.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a message is handed out before it becomes a dead letter.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a message id is remembered and its repetition dropped; not at all when not set.</summary>
    public TimeSpan? DuplicateWindow { get; init; }

    /// <summary>How long a message may wait; a message that asks for more does not get it.</summary>
    public TimeSpan DefaultTimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether a message whose time is over becomes a dead letter; otherwise it is dropped.</summary>
    public bool DeadLettersExpired { get; init; }

    /// <summary>Whether messages are received by session, in order, one receiver at a time.</summary>
    public bool RequiresSession { get; init; }

    /// <summary>What a subscription takes: what any of the rules matches; everything when there is none.</summary>
    public IReadOnlyList<SubscriptionRule> Rules { get; init; } = [];
}
