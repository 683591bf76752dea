#nullable disable

namespace Azure.Messaging.ServiceBus;

/// <summary>A message to send.</summary>
public class ServiceBusMessage
{
    private const int LongestId = 128;
    private static readonly string[] DeadLetterProperties = ["DeadLetterReason", "DeadLetterErrorDescription"];

    private string _messageId;
    private string _partitionKey;
    private string _sessionId;
    private string _replyToSessionId;
    private string _transactionPartitionKey;
    private TimeSpan _timeToLive = TimeSpan.MaxValue;

    /// <summary>A message without a body.</summary>
    public ServiceBusMessage()
        : this(default(ReadOnlyMemory<byte>))
    {
    }

    /// <summary>A message of UTF-8 text.</summary>
    public ServiceBusMessage(string body)
        : this(BinaryData.FromString(body ?? throw new ArgumentNullException(nameof(body))))
    {
    }

    /// <summary>A message of bytes.</summary>
    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    /// <summary>A message of bytes.</summary>
    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    /// <summary>A copy to send on: what the broker added, dead-letter reasons included, is left out.</summary>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
        : this((receivedMessage ?? throw new ArgumentNullException(nameof(receivedMessage))).Body)
    {
        ContentType = receivedMessage.ContentType;
        CorrelationId = receivedMessage.CorrelationId;
        _messageId = receivedMessage.MessageId;
        _partitionKey = receivedMessage.PartitionKey;
        ReplyTo = receivedMessage.ReplyTo;
        _replyToSessionId = receivedMessage.ReplyToSessionId;
        _sessionId = receivedMessage.SessionId;
        Subject = receivedMessage.Subject;
        To = receivedMessage.To;
        _transactionPartitionKey = receivedMessage.TransactionPartitionKey;
        ScheduledEnqueueTime = receivedMessage.ScheduledEnqueueTime;
        _timeToLive = receivedMessage.TimeToLive;
        foreach (var (key, value) in receivedMessage.ApplicationProperties)
        {
            if (!DeadLetterProperties.Contains(key))
                ApplicationProperties.Add(key, value);
        }
    }

    /// <summary>What the sender wants to say beside the body.</summary>
    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();

    /// <summary>The body.</summary>
    public BinaryData Body { get; set; }

    /// <summary>The kind of the body, as in RFC 2045.</summary>
    public string ContentType { get; set; }

    /// <summary>What this message belongs to.</summary>
    public string CorrelationId { get; set; }

    /// <summary>The id that duplicate detection goes by: 1 to 128 characters.</summary>
    public string MessageId { get => _messageId; set => _messageId = NotEmpty(Short(value)); }

    /// <summary>The key of a partitioned entity: that of the session when there is one.</summary>
    public string PartitionKey { get => _partitionKey; set => _partitionKey = SameAs(SessionId, Short(value)); }

    /// <summary>Where to answer.</summary>
    public string ReplyTo { get; set; }

    /// <summary>The session to answer into.</summary>
    public string ReplyToSessionId { get => _replyToSessionId; set => _replyToSessionId = Short(value); }

    /// <summary>The time before which nobody receives it; a past time delivers at once.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    /// <summary>The session; what belongs to one is received in order.</summary>
    public string SessionId { get => _sessionId; set => _sessionId = SameAs(PartitionKey, Short(value)); }

    /// <summary>What it is about.</summary>
    public string Subject { get; set; }

    /// <summary>How long it may wait; as long as the entity allows when not set.</summary>
    public TimeSpan TimeToLive
    {
        get => _timeToLive;
        set => _timeToLive = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>Whom it is for.</summary>
    public string To { get; set; }

    /// <summary>The key of the entity through which a transaction sends.</summary>
    public string TransactionPartitionKey
    {
        get => _transactionPartitionKey;
        set => _transactionPartitionKey = Short(value);
    }

    private static string Short(string value) => value is null || value.Length <= LongestId
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), $"Longer than {LongestId} characters.");

    private static string NotEmpty(string value) => string.IsNullOrEmpty(value)
        ? throw new ArgumentException("The message id is empty.", nameof(value))
        : value;

    private static string SameAs(string other, string value) => other is null || value is null || other == value
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), "Partition key and session id must be the same.");
}
