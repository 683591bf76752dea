using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Tests.Scenarios.Kernel;

/// <summary>A bus that only remembers what was sent, by message id.</summary>
internal sealed class RecordingBus : ServiceBusClient
{
    /// <summary>How often each message id was sent.</summary>
    public ConcurrentDictionary<string, int> Sent { get; } = new();

    public override ServiceBusSender CreateSender(string queueOrTopicName) => new Sender(Sent);

    private sealed class Sender(ConcurrentDictionary<string, int> sent) : ServiceBusSender
    {
        public override Task SendMessageAsync(
            ServiceBusMessage message, CancellationToken cancellationToken = default) =>
            SendMessagesAsync([message], cancellationToken);

        public override Task SendMessagesAsync(
            IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
        {
            foreach (var message in messages) sent.AddOrUpdate(message.MessageId, 1, (_, times) => times + 1);
            return Task.CompletedTask;
        }

        public override Task CloseAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
