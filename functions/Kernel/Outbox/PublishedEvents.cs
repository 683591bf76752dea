using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Telemetry;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Kernel.Outbox;

/// <summary>Reads messages of topic <c>events</c>.</summary>
public sealed partial class PublishedEvents(
    RecordStore store, TenantStates tenants, ILogger<PublishedEvents> logger)
{
    /// <summary>The event a message carries; its data comes from the log when it was too large for a message. Null when
    /// its tenant is being off-boarded, or was: nobody is to hear of it any more.</summary>
    /// <exception cref="InvalidDataException">The body is not an event: it belongs in the dead letters.</exception>
    public async Task<PublishedEvent?> Read(ServiceBusReceivedMessage message, CancellationToken cancel)
    {
        var sent = Parse(message);
        if (await IsDropped(sent, cancel)) return null;
        var data = sent.Data ?? (await store.Events(sent.Tenant, sent.Record, sent.Sequence - 1, 1, cancel))[0].Data;
        return new(sent.Tenant, sent.Record, sent.Practice, sent.Sequence, sent.Type, sent.At, sent.By, data);
    }

    private async Task<bool> IsDropped(EventMessage sent, CancellationToken cancel)
    {
        if (!await tenants.IsGone(sent.Tenant, cancel)) return false;
        Meters.DroppedEvents.Add(1);
        LogDropped(logger, sent.Type, sent.Record, sent.Tenant);
        return true;
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

    [LoggerMessage(2103, LogLevel.Information, "Event {Type} of {Record} was dropped: tenant {Tenant} is gone")]
    private static partial void LogDropped(ILogger logger, string type, RecordId record, TenantId tenant);
}
