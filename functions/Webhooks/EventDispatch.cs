using ItsmServerless.Kernel.EventLog;

namespace ItsmServerless.Webhooks;

/// <summary>Sends events on their way to the webhooks that want them. The same event again changes nothing.</summary>
public sealed class EventDispatch(WebhookDirectory directory, Deliveries deliveries, DeliveryQueue queue)
{
    /// <summary>A write and a message for each webhook that wants it.</summary>
    public async Task On(PublishedEvent published, CancellationToken cancel)
    {
        if (EventCatalogue.Find(published.Type) is not { } entry) return;
        foreach (var webhook in await directory.Of(published.Tenant, cancel))
            if (webhook.Takes(published.Type)) await Send(published, entry, webhook, cancel);
    }

    private async Task Send(
        PublishedEvent published, CatalogueEntry entry, Webhook webhook, CancellationToken cancel)
    {
        var id = DeliveryIds.Of(published.Tenant, webhook.Key, published.Id, published.At);
        var delivery = Delivery.Of(id, webhook.Key, published.Type, published.Record, published.At);
        var body = WebhookMessage.Of(published, entry, webhook.Payload);
        await deliveries.Add(published.Tenant, delivery, body, cancel);
        await queue.Send(new(published.Tenant, webhook.Key, id, delivery.Round), cancel);
    }
}
