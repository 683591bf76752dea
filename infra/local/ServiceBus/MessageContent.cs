using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>What the sender said: everything of a message that the broker only carries.</summary>
internal sealed record MessageContent
{
    /// <summary>The largest message, and the largest send, of the standard tier.</summary>
    /// <remarks>https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas</remarks>
    public const int LargestSize = 256 * 1024;

    public string? MessageId { get; init; }
    public string? Subject { get; init; }
    public string? ContentType { get; init; }
    public string? CorrelationId { get; init; }
    public string? PartitionKey { get; init; }
    public string? SessionId { get; init; }
    public string? ReplyTo { get; init; }
    public string? ReplyToSessionId { get; init; }
    public string? To { get; init; }
    public TimeSpan TimeToLive { get; init; }
    public IReadOnlyDictionary<string, object> Properties { get; init; } = new Dictionary<string, object>();
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Takes the content of a message that is sent.</summary>
    public static MessageContent Of(ServiceBusMessage message) => new()
    {
        MessageId = message.MessageId,
        Subject = message.Subject,
        ContentType = message.ContentType,
        CorrelationId = message.CorrelationId,
        PartitionKey = message.PartitionKey,
        SessionId = message.SessionId,
        ReplyTo = message.ReplyTo,
        ReplyToSessionId = message.ReplyToSessionId,
        To = message.To,
        TimeToLive = message.TimeToLive,
        Properties = new Dictionary<string, object>(message.ApplicationProperties),
        Body = message.Body.ToMemory(),
    };

    /// <summary>The same with some application properties changed, as settling a message may ask.</summary>
    public MessageContent With(IDictionary<string, object>? changed)
    {
        if (changed is null || changed.Count == 0)
            return this;
        var properties = new Dictionary<string, object>(Properties);
        foreach (var (name, value) in changed)
            properties[name] = value;
        return this with { Properties = properties };
    }
}
