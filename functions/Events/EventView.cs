using System.Text.Json;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Webhooks;
using NodaTime;

namespace ItsmServerless.Events;

/// <summary>An event as readers of the feed see it: what webhooks are sent, with its number.</summary>
/// <param name="Sequence">Its number in the tenant: 1 for the first, without gaps. <c>data.sequence</c> is its number in
/// its record.</param>
/// <param name="Type">The type of the event.</param>
/// <param name="Timestamp">When it happened.</param>
public sealed record EventView(long Sequence, string Type, Instant Timestamp, WebhookData Data)
{
    /// <summary>The view of a stored event.</summary>
    internal static EventView Of(NumberedEvent numbered)
    {
        var message = JsonSerializer.Deserialize<WebhookMessage>(numbered.Body, Json.Stored)!;
        return new(numbered.Number, message.Type, message.Timestamp, message.Data);
    }
}

/// <summary>A part of the feed, oldest first.</summary>
/// <param name="Next">The value of <c>after</c> that goes on from here, also when there was nothing.</param>
public sealed record EventPage(IReadOnlyList<EventView> Items, long Next);
