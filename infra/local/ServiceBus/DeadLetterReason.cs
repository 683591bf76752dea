namespace ItsmServerless.Local.ServiceBus;

/// <summary>Why a message is a dead letter: a short code and a sentence, either possibly empty.</summary>
/// <remarks>https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues</remarks>
internal sealed record DeadLetterReason(string Reason, string Description)
{
    private const int Longest = 4096;

    /// <summary>The broker's own reason: its time to live is over.</summary>
    public static readonly DeadLetterReason Expired = new(
        "TTLExpiredException", "The message expired and was dead lettered.");

    /// <summary>The broker's own reason: a subscription with sessions got a message without.</summary>
    public static readonly DeadLetterReason NoSession = new(
        "Session ID is null.", "A subscription with sessions takes no message without a session id.");

    /// <summary>Cut to what Service Bus keeps.</summary>
    public static DeadLetterReason Of(string? reason, string? description) => new(Cut(reason), Cut(description));

    /// <summary>The broker's own reason: handed out too often.</summary>
    public static DeadLetterReason TooManyDeliveries(int times) => new(
        "MaxDeliveryCountExceeded", $"Message could not be consumed after {times} delivery attempts.");

    private static string Cut(string? text) => text is { Length: > Longest } ? text[..Longest] : text ?? string.Empty;
}
