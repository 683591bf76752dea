using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>A message on its way to one queue or subscription: one row of the bus table.</summary>
internal sealed class BusMessage
{
    /// <summary>The send it came with: the rows of one send share a partition and appear at once.</summary>
    public required string Partition { get; init; }

    /// <summary>Its number in the whole bus; the copies of one message for several subscriptions share it.</summary>
    public required long Sequence { get; init; }

    /// <summary>The queue or subscription it is for.</summary>
    public required string Path { get; init; }

    /// <summary>When it was sent, or is to appear.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>The time asked for by the sender, if any.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>What the sender said, and what settling changed.</summary>
    public required MessageContent Content { get; set; }

    /// <summary>How often it was handed out.</summary>
    public int Deliveries { get; set; }

    /// <summary>The deliveries that the table knows of: written before a delivery begins, never after.</summary>
    public int StoredDeliveries { get; set; }

    /// <summary>Why it is a dead letter, if it is one.</summary>
    public DeadLetterReason? DeadLetter { get; set; }

    /// <summary>Whether only those receive it who ask for its number.</summary>
    public bool IsDeferred { get; set; }

    /// <summary>The row key: sorted by age, one per subscription.</summary>
    public string RowKey => $"{Sequence:D19}|{Path.Replace('/', '|')}";

    /// <summary>When it expires where messages live at most so long; dead letters never do.</summary>
    public DateTimeOffset ExpiresAt(TimeSpan longest)
    {
        var lives = LifeIn(longest);
        return DeadLetter is not null || lives >= DateTimeOffset.MaxValue - EnqueuedAt
            ? DateTimeOffset.MaxValue
            : EnqueuedAt + lives;
    }

    /// <summary>The same message with other content, another reason to be dead or none, deferred or not.</summary>
    public BusMessage As(MessageContent content, DeadLetterReason? deadLetter, bool isDeferred) => new()
    {
        Partition = Partition,
        Sequence = Sequence,
        Path = Path,
        EnqueuedAt = EnqueuedAt,
        ScheduledFor = ScheduledFor,
        Content = content,
        Deliveries = Deliveries,
        StoredDeliveries = Math.Max(Deliveries, StoredDeliveries),
        DeadLetter = deadLetter,
        IsDeferred = isDeferred,
    };

    /// <summary>A dead letter made new: it may be delivered as often as at first, and lives as long again.</summary>
    public BusMessage Revived(DateTimeOffset now) => new()
    {
        Partition = Partition,
        Sequence = Sequence,
        Path = Path,
        EnqueuedAt = now,
        Content = Content,
    };

    /// <summary>Takes over what was stored.</summary>
    public void Become(BusMessage stored)
    {
        Content = stored.Content;
        Deliveries = stored.Deliveries;
        StoredDeliveries = stored.StoredDeliveries;
        DeadLetter = stored.DeadLetter;
        IsDeferred = stored.IsDeferred;
    }

    /// <summary>The message as its receiver sees it.</summary>
    public ServiceBusReceivedMessage ToReceived(
        Guid lockToken, DateTimeOffset lockedUntil, DateTimeOffset now, TimeSpan longestLife) =>
        ServiceBusModelFactory.ServiceBusReceivedMessage(
            body: BinaryData.FromBytes(Content.Body),
            messageId: Content.MessageId,
            partitionKey: Content.PartitionKey,
            sessionId: Content.SessionId,
            replyToSessionId: Content.ReplyToSessionId,
            timeToLive: LifeIn(longestLife),
            correlationId: Content.CorrelationId,
            subject: Content.Subject,
            to: Content.To,
            contentType: Content.ContentType,
            replyTo: Content.ReplyTo,
            scheduledEnqueueTime: ScheduledFor ?? default,
            properties: AllProperties(),
            lockTokenGuid: lockToken,
            deliveryCount: Deliveries,
            lockedUntil: lockedUntil,
            sequenceNumber: Sequence,
            enqueuedSequenceNumber: Sequence,
            enqueuedTime: EnqueuedAt,
            serviceBusMessageState: StateAt(now));

    /// <summary>What it waits for.</summary>
    public ServiceBusMessageState StateAt(DateTimeOffset now)
    {
        if (IsDeferred)
            return ServiceBusMessageState.Deferred;
        return EnqueuedAt > now && DeadLetter is null
            ? ServiceBusMessageState.Scheduled
            : ServiceBusMessageState.Active;
    }

    private TimeSpan LifeIn(TimeSpan longest) => Content.TimeToLive < longest ? Content.TimeToLive : longest;

    private Dictionary<string, object> AllProperties()
    {
        var properties = new Dictionary<string, object>(Content.Properties);
        if (DeadLetter is { Reason: { Length: > 0 } reason })
            properties["DeadLetterReason"] = reason;
        if (DeadLetter is { Description: { Length: > 0 } description })
            properties["DeadLetterErrorDescription"] = description;
        return properties;
    }
}
