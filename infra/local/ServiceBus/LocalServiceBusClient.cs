using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>The client that functions use, over the bus of this host.</summary>
public sealed class LocalServiceBusClient(LocalServiceBus bus, TimeProvider time) : ServiceBusClient
{
    private static readonly ServiceBusReceiverOptions PeekLock = new();

    private bool _closed;

    /// <inheritdoc/>
    public override string FullyQualifiedNamespace => "localhost";

    /// <inheritdoc/>
    public override string Identifier => "local";

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <inheritdoc/>
    public override ServiceBusSender CreateSender(string queueOrTopicName) =>
        new LocalServiceBusSender(bus, queueOrTopicName);

    /// <inheritdoc/>
    public override ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options) =>
        CreateSender(queueOrTopicName);

    /// <inheritdoc/>
    public override ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, PeekLock);

    /// <inheritdoc/>
    public override ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options) =>
        new LocalServiceBusReceiver(bus, queueName, options, time);

    /// <inheritdoc/>
    public override ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName) =>
        CreateReceiver(topicName, subscriptionName, PeekLock);

    /// <inheritdoc/>
    public override ServiceBusReceiver CreateReceiver(
        string topicName, string subscriptionName, ServiceBusReceiverOptions options) =>
        CreateReceiver(EntityPath.Subscription(topicName, subscriptionName), options);

    /// <inheritdoc/>
#pragma warning disable CA2215 // The package's own DisposeAsync closes a connection, which this client has none of.
    public override ValueTask DisposeAsync()
#pragma warning restore CA2215
    {
        _closed = true;
        return ValueTask.CompletedTask;
    }
}
