using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>A message on its way to one queue or subscription: one row of the bus table.</summary>
internal sealed class BusMessage
{
    /// <summary>The send it came with: the rows of one send share a partition and are written at once.</summary>
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

    /// <summary>The row key: sorted by age, one per subscription.</summary>
    public string RowKey => $"{Sequence:D19}|{Path.Replace('/', '|')}";

    /// <summary>The same message with other content and another reason to be dead, or none.</summary>
    public BusMessage As(MessageContent content, DeadLetterReason? deadLetter) => new()
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
    };

    /// <summary>A dead letter made new: it may be delivered as often as at first.</summary>
    public BusMessage Revived()
    {
        var revived = As(Content, deadLetter: null);
        revived.Deliveries = 0;
        revived.StoredDeliveries = 0;
        return revived;
    }

    /// <summary>Takes over what was stored.</summary>
    public void Become(BusMessage stored)
    {
        Content = stored.Content;
        Deliveries = stored.Deliveries;
        StoredDeliveries = stored.StoredDeliveries;
        DeadLetter = stored.DeadLetter;
    }

    /// <summary>The message as its receiver sees it.</summary>
    public ServiceBusReceivedMessage ToReceived(Guid lockToken, DateTimeOffset lockedUntil, DateTimeOffset now)
    {
        var isWaiting = EnqueuedAt > now && DeadLetter is null;
        return ServiceBusModelFactory.ServiceBusReceivedMessage(
            body: BinaryData.FromBytes(Content.Body),
            messageId: Content.MessageId,
            partitionKey: Content.PartitionKey,
            sessionId: Content.SessionId,
            replyToSessionId: Content.ReplyToSessionId,
            timeToLive: Content.TimeToLive,
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
            serviceBusMessageState: isWaiting ? ServiceBusMessageState.Scheduled : ServiceBusMessageState.Active);
    }

    private Dictionary<string, object> AllProperties()
    {
        var properties = new Dictionary<string, object>(Content.Properties);
        if (DeadLetter is { } dead)
        {
            properties["DeadLetterReason"] = dead.Reason;
            properties["DeadLetterErrorDescription"] = dead.Description;
        }
        return properties;
    }
}

/// <summary>Why a message is a dead letter: a short code and a sentence, either possibly empty.</summary>
internal sealed record DeadLetterReason(string Reason, string Description)
{
    private const int Longest = 4096;

    /// <summary>Cut to what Service Bus keeps.</summary>
    public static DeadLetterReason Of(string? reason, string? description) => new(Cut(reason), Cut(description));

    /// <summary>The broker's own reason: handed out too often.</summary>
    public static DeadLetterReason TooManyDeliveries(int times) => new(
        "MaxDeliveryCountExceeded", $"Message could not be consumed after {times} delivery attempts.");

    private static string Cut(string? text) => text is { Length: > Longest } ? text[..Longest] : text ?? string.Empty;
}
