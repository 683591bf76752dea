using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.Outbox;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Notifications;

/// <summary>Where published events meet notifications.</summary>
public sealed class NotificationFunctions(Consumption consumption, Notifier notifier, CardDelivery cards)
{
    /// <summary>Tells of an event whoever is to know of it.</summary>
    [Function("Notify")]
    public Task Notify(
        [ServiceBusTrigger(EventPublisher.Topic, "notifications", Connection = "ServiceBus")]
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancel) =>
        consumption.Take(message, actions, published => notifier.On(published, cancel), cancel, waitsForOthers: true);

    /// <summary>Posts a card to its channel.</summary>
    [Function("PostCard")]
    public Task Post(
        [ServiceBusTrigger(TeamsCards.Queue, Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        CancellationToken cancel) =>
        cards.Deliver(CardMessage.Of(message), cancel);
}
