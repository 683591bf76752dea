using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Outbox;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Kernel.Workflows;

/// <summary>Where published events meet workflows.</summary>
public sealed class WorkflowFunctions(Consumption consumption, IEnumerable<IEventConsumer> consumers)
{
    /// <summary>Lets every consumer that hears the event start or signal its workflow.</summary>
    [Function("HearEvents")]
    public Task Hear(
        [ServiceBusTrigger(EventPublisher.Topic, "workflows", Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, [DurableClient] DurableTaskClient client, CancellationToken cancel) =>
        consumption.Take(message, actions, published => Hand(published, client, cancel), cancel);

    private async Task Hand(PublishedEvent published, DurableTaskClient client, CancellationToken cancel)
    {
        foreach (var consumer in consumers.Where(consumer => consumer.Hears(published.Type))) await consumer.On(published, client, cancel);
    }
}
