using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Outbox;

/// <summary>Puts events on topic <c>events</c>. At least once: the message id is the same each time.</summary>
public sealed class EventPublisher(ServiceBusClient bus) : IAsyncDisposable
{
    /// <summary>The topic.</summary>
    public const string Topic = "events";

    /// <summary>Data above this size is left out of the message; consumers read it from the log.</summary>
    /// <remarks>A message is at most 256 KiB on the Standard tier.</remarks>
    private const int LargestData = 128 << 10;

    /// <summary>What is sent together, without the properties that go along.</summary>
    private const int LargestSend = 192 << 10;

    private readonly ServiceBusSender sender = bus.CreateSender(Topic);

    /// <summary>Publishes the events of one command, in order: together as far as one send may hold them.</summary>
    public async Task Publish(Publication publication, CancellationToken cancel)
    {
        var together = new List<ServiceBusMessage>();
        foreach (var message in publication.Events.Select(stored => Message(publication, stored)))
        {
            if (together.Append(message).Sum(each => each.Body.ToMemory().Length) > LargestSend)
            {
                await Send(together, cancel);
                together.Clear();
            }
            together.Add(message);
        }
        await Send(together, cancel);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sender.DisposeAsync();

    private Task Send(List<ServiceBusMessage> messages, CancellationToken cancel) =>
        messages.Count == 0 ? Task.CompletedTask : sender.SendMessagesAsync(messages, cancel);

    private static ServiceBusMessage Message(Publication from, StoredEvent stored)
    {
        var data = JsonSerializer.SerializeToUtf8Bytes(stored.Data, Json.Stored).Length <= LargestData ? stored.Data : default(JsonElement?);
        var body = new EventMessage(from.Tenant, from.Record, from.Practice, stored.Sequence, stored.Type, stored.At, stored.By, data);
        return new(BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(body, Json.Stored)))
        {
            MessageId = $"{KeyText.Hash($"{from.Tenant}/{from.Record}")}-{stored.Sequence}",
            Subject = stored.Type,
            ContentType = "application/json",
        };
    }
}

/// <summary>The body of a message on topic <c>events</c>.</summary>
/// <param name="Data">Null when it was too large for a message.</param>
internal sealed record EventMessage(
    TenantId Tenant, RecordId Record, string Practice, int Sequence, string Type, NodaTime.Instant At, Actor By, JsonElement? Data);
