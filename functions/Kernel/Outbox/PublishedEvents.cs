using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Kernel.Outbox;

/// <summary>Reads messages of topic <c>events</c>.</summary>
public sealed class PublishedEvents(RecordStore store)
{
    /// <summary>The event a message carries; its data comes from the log when it was too large for a message.</summary>
    /// <exception cref="InvalidDataException">The body is not an event: it belongs in the dead letters.</exception>
    public async Task<PublishedEvent> Read(ServiceBusReceivedMessage message, CancellationToken cancel)
    {
        var sent = Parse(message);
        var data = sent.Data ?? (await store.Events(sent.Tenant, sent.Record, sent.Sequence - 1, 1, cancel))[0].Data;
        return new(sent.Tenant, sent.Record, sent.Practice, sent.Sequence, sent.Type, sent.At, sent.By, data);
    }

    private static EventMessage Parse(ServiceBusReceivedMessage message)
    {
        try
        {
            return JsonSerializer.Deserialize<EventMessage>(message.Body.ToMemory().Span, Json.Stored) ?? throw new JsonException("null");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"Message {message.MessageId} is not an event.", broken);
        }
    }
}
