using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.Hosting;

/// <summary>What a message says beside its body, by the names that the extension gives it.</summary>
/// <remarks>A batch has lists under the same names, with <c>Array</c> behind.</remarks>
internal static class MessageBindingData
{
    private static readonly (string Name, Func<ServiceBusReceivedMessage, object?> Of)[] Fields =
    [
        ("MessageId", message => message.MessageId),
        ("Subject", message => message.Subject),
        ("CorrelationId", message => message.CorrelationId),
        ("ContentType", message => message.ContentType),
        ("SessionId", message => message.SessionId),
        ("To", message => message.To),
        ("ReplyTo", message => message.ReplyTo),
        ("DeliveryCount", message => message.DeliveryCount),
        ("SequenceNumber", message => message.SequenceNumber),
        ("EnqueuedTimeUtc", message => message.EnqueuedTime.UtcDateTime),
        ("ExpiresAtUtc", message => message.ExpiresAt.UtcDateTime),
        ("LockToken", message => message.LockToken),
        ("ApplicationProperties", message => message.ApplicationProperties),
    ];

    /// <summary>Of the only message, or of all.</summary>
    public static Dictionary<string, object?> Of(ServiceBusReceivedMessage[] messages, bool isBatched) =>
        Fields.ToDictionary(
            field => isBatched ? field.Name + "Array" : field.Name,
            field => isBatched ? messages.Select(field.Of).ToArray() : field.Of(messages[0]),
            StringComparer.Ordinal);
}
