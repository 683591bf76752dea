#nullable disable

using Azure.Core;

namespace Azure.Messaging.ServiceBus;

/// <summary>The door to a Service Bus namespace: makes senders and receivers.</summary>
public class ServiceBusClient : IAsyncDisposable
{
    private const string NeedsThePackage =
        "Connecting to Service Bus needs the package Azure.Messaging.ServiceBus: build with -p:AzurePackages=true.";

    /// <summary>For stand-ins that override what they serve.</summary>
    protected ServiceBusClient()
    {
    }

    /// <summary>Connects with a connection string; not without the package.</summary>
    public ServiceBusClient(string connectionString) => throw new NotSupportedException(NeedsThePackage);

    /// <summary>Connects with an identity; not without the package.</summary>
    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential) =>
        throw new NotSupportedException(NeedsThePackage);

    /// <summary>The host name of the namespace.</summary>
    public virtual string FullyQualifiedNamespace => throw NotOverridden();

    /// <summary>A name for logs.</summary>
    public virtual string Identifier => throw NotOverridden();

    /// <summary>Whether it was disposed.</summary>
    public virtual bool IsClosed => throw NotOverridden();

    /// <summary>A sender to a queue or topic.</summary>
    public virtual ServiceBusSender CreateSender(string queueOrTopicName) => throw NotOverridden();

    /// <summary>A sender to a queue or topic.</summary>
    public virtual ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options) =>
        throw NotOverridden();

    /// <summary>A receiver of a queue.</summary>
    public virtual ServiceBusReceiver CreateReceiver(string queueName) => throw NotOverridden();

    /// <summary>A receiver of a queue.</summary>
    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options) =>
        throw NotOverridden();

    /// <summary>A receiver of a subscription.</summary>
    public virtual ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName) =>
        throw NotOverridden();

    /// <summary>A receiver of a subscription.</summary>
    public virtual ServiceBusReceiver CreateReceiver(
        string topicName, string subscriptionName, ServiceBusReceiverOptions options) => throw NotOverridden();

    /// <summary>Locks the next free session of a queue; waits for one.</summary>
    public virtual Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string queueName,
        ServiceBusSessionReceiverOptions options = null,
        CancellationToken cancellationToken = default) => throw NotOverridden();

    /// <summary>Locks the next free session of a subscription; waits for one.</summary>
    public virtual Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string topicName,
        string subscriptionName,
        ServiceBusSessionReceiverOptions options = null,
        CancellationToken cancellationToken = default) => throw NotOverridden();

    /// <summary>Locks a session of a queue.</summary>
    public virtual Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string queueName,
        string sessionId,
        ServiceBusSessionReceiverOptions options = null,
        CancellationToken cancellationToken = default) => throw NotOverridden();

    /// <summary>Locks a session of a subscription.</summary>
    public virtual Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string topicName,
        string subscriptionName,
        string sessionId,
        ServiceBusSessionReceiverOptions options = null,
        CancellationToken cancellationToken = default) => throw NotOverridden();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal static NotSupportedException NotOverridden() => new(NeedsThePackage);
}
