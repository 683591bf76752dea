using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Tests.Scenarios.Cost;

/// <summary>Counts what is sent over a bus.</summary>
internal sealed class CountingBus(ServiceBusClient bus, SentMessages sent) : ServiceBusClient
{
    public override ServiceBusSender CreateSender(string queueOrTopicName) => new Sender(bus.CreateSender(queueOrTopicName), sent);

    private sealed class Sender(ServiceBusSender sender, SentMessages sent) : ServiceBusSender
    {
        public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) =>
            SendMessagesAsync([message], cancellationToken);

        public override Task SendMessagesAsync(
            IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
        {
            var all = messages.ToList();
            sent.Add(all.Count);
            return sender.SendMessagesAsync(all, cancellationToken);
        }

        public override Task CloseAsync(CancellationToken cancellationToken = default) => sender.CloseAsync(cancellationToken);
    }
}

/// <summary>How many messages were sent.</summary>
internal sealed class SentMessages
{
    private int _count;

    public void Add(int count) => Interlocked.Add(ref _count, count);

    /// <summary>Since the last call of this.</summary>
    public int Take() => Interlocked.Exchange(ref _count, 0);
}
