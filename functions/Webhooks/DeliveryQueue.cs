using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Webhooks;

/// <summary>Lets deliveries be posted, by a queue of their own: a receiver that does not answer holds up nothing
/// else.</summary>
public sealed class DeliveryQueue(ServiceBusClient bus) : IAsyncDisposable
{
    /// <summary>The queue, which drops doubles.</summary>
    public const string Queue = "webhooks";

    private readonly ServiceBusSender sender = bus.CreateSender(Queue);

    /// <summary>Returns when the delivery waits to be posted. May be called again.</summary>
    public Task Send(DeliveryReference delivery, CancellationToken cancel) =>
        sender.SendMessageAsync(delivery.ToBus(), cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sender.DisposeAsync();
}

/// <summary>Which delivery, and which round of it.</summary>
public sealed record DeliveryReference(TenantId Tenant, string Webhook, RecordId Delivery, int Round)
{
    /// <summary>The orchestration that tries it again.</summary>
    public string InstanceId => $"webhook-{Tenant}-{Delivery}-{Round}";

    /// <summary>Reads a message of the queue.</summary>
    /// <exception cref="JsonException">It is none of ours; the bus makes it a dead letter in the end.</exception>
    public static DeliveryReference Of(ServiceBusReceivedMessage message) =>
        JsonSerializer.Deserialize<DeliveryReference>(message.Body.ToMemory().Span, Json.Stored)
        ?? throw new JsonException("null");

    internal ServiceBusMessage ToBus() =>
        new(BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, Json.Stored)))
        {
            MessageId = $"{Delivery}-{Round}",
            ContentType = "application/json",
        };
}
