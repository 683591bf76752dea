using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Notifications;

/// <summary>Sends cards to a tenant's Teams channels, by a queue of their own: a channel that does not answer holds up
/// nothing else.</summary>
public sealed class TeamsCards(ServiceBusClient bus, Clock clock) : IAsyncDisposable
{
    /// <summary>The queue, which drops doubles.</summary>
    public const string Queue = "cards";

    private readonly ServiceBusSender sender = bus.CreateSender(Queue);

    /// <summary>Returns when the card waits to be posted. May be called again.</summary>
    /// <param name="channel">The key of a channel. When it is gone by then, the card is noted as refused.</param>
    /// <param name="dedupeKey">What the card tells of, e.g. an event's id: of one key a channel gets one card.</param>
    /// <param name="about">The record that it tells of, where it is then listed; null for none.</param>
    /// <exception cref="ArgumentException">The card is larger than <see cref="TeamsCard.MostBytes"/>.</exception>
    public Task Send(
        TenantId tenant, string channel, TeamsCard card, string dedupeKey, CancellationToken cancel,
        CardCause? about = null)
    {
        if (card.Bytes > TeamsCard.MostBytes)
            throw new ArgumentException($"It has {card.Bytes} bytes; {TeamsCard.MostBytes} are taken.", nameof(card));
        var message = new CardMessage(tenant, channel, dedupeKey, card, Tries: 0) { About = about };
        return sender.SendMessageAsync(message.ToBus(), cancel);
    }

    /// <summary>Lets a card be posted once more, after a while.</summary>
    internal Task Again(CardMessage message, Duration after, CancellationToken cancel)
    {
        var again = (message with { Tries = message.Tries + 1 }).ToBus();
        again.ScheduledEnqueueTime = (clock.Now + after).ToDateTimeOffset();
        return sender.SendMessageAsync(again, cancel);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sender.DisposeAsync();
}

/// <summary>A card on its way to a channel.</summary>
/// <param name="Key">What it tells of.</param>
/// <param name="Tries">How often it was posted in vain.</param>
public sealed record CardMessage(TenantId Tenant, string Channel, string Key, TeamsCard Card, int Tries)
{
    /// <summary>What it tells of, if that is a record.</summary>
    public CardCause? About { get; init; }

    /// <summary>The same for the same card and channel; 32 characters.</summary>
    public string Id => KeyText.Hash($"{Tenant}\n{Channel}\n{Key}");

    /// <summary>Reads a message of the queue.</summary>
    /// <exception cref="JsonException">It is none of ours; the bus makes it a dead letter in the end.</exception>
    public static CardMessage Of(ServiceBusReceivedMessage message) =>
        JsonSerializer.Deserialize<CardMessage>(message.Body.ToMemory().Span, Json.Stored)
        ?? throw new JsonException("null");

    internal ServiceBusMessage ToBus() =>
        new(BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, Json.Stored)))
        {
            MessageId = $"{Id}-{Tries}",
            ContentType = "application/json",
        };
}

/// <summary>The event of a record that a card tells of.</summary>
/// <param name="Kind">Of the notice.</param>
public sealed record CardCause(RecordId Record, int Sequence, Instant At, string Kind);
