#nullable disable

namespace Azure.Messaging.ServiceBus;

/// <summary>A message that was received; made by <see cref="ServiceBusModelFactory"/> outside the package.</summary>
public class ServiceBusReceivedMessage
{
    internal ServiceBusReceivedMessage()
    {
    }

    /// <summary>What the sender said beside the body, and the reason of a dead letter.</summary>
    public IReadOnlyDictionary<string, object> ApplicationProperties { get; internal init; }

    /// <summary>The body.</summary>
    public BinaryData Body { get; internal init; }

    /// <summary>The kind of the body.</summary>
    public string ContentType { get; internal init; }

    /// <summary>What this message belongs to.</summary>
    public string CorrelationId { get; internal init; }

    /// <summary>The explanation given when it was put among the dead letters.</summary>
    public string DeadLetterErrorDescription => Property("DeadLetterErrorDescription");

    /// <summary>The reason given when it was put among the dead letters.</summary>
    public string DeadLetterReason => Property("DeadLetterReason");

    /// <summary>The entity whose dead letter it was before it was forwarded.</summary>
    public string DeadLetterSource { get; internal init; }

    /// <summary>How often it was handed out, this time included.</summary>
    public int DeliveryCount { get; internal init; }

    /// <summary>The sequence number it had where it was first enqueued.</summary>
    public long EnqueuedSequenceNumber { get; internal init; }

    /// <summary>When it was enqueued.</summary>
    public DateTimeOffset EnqueuedTime { get; internal init; }

    /// <summary>When it expires.</summary>
    public DateTimeOffset ExpiresAt =>
        TimeToLive >= DateTimeOffset.MaxValue - EnqueuedTime ? DateTimeOffset.MaxValue : EnqueuedTime + TimeToLive;

    /// <summary>The end of the lock.</summary>
    public DateTimeOffset LockedUntil { get; internal init; }

    /// <summary>Names the lock.</summary>
    public string LockToken { get; internal init; }

    /// <summary>The sender's id of it.</summary>
    public string MessageId { get; internal init; }

    /// <summary>The key of a partitioned entity.</summary>
    public string PartitionKey { get; internal init; }

    /// <summary>Where to answer.</summary>
    public string ReplyTo { get; internal init; }

    /// <summary>The session to answer into.</summary>
    public string ReplyToSessionId { get; internal init; }

    /// <summary>The time before which nobody received it.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; internal init; }

    /// <summary>Its unique, rising number.</summary>
    public long SequenceNumber { get; internal init; }

    /// <summary>The session.</summary>
    public string SessionId { get; internal init; }

    /// <summary>What it waits for.</summary>
    public ServiceBusMessageState State { get; internal init; }

    /// <summary>What it is about.</summary>
    public string Subject { get; internal init; }

    /// <summary>How long it may wait.</summary>
    public TimeSpan TimeToLive { get; internal init; }

    /// <summary>Whom it is for.</summary>
    public string To { get; internal init; }

    /// <summary>The key of the entity through which a transaction sent it.</summary>
    public string TransactionPartitionKey { get; internal init; }

    private string Property(string name) => ApplicationProperties.GetValueOrDefault(name) as string;
}
