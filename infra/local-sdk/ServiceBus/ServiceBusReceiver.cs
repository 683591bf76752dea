#nullable disable

namespace Azure.Messaging.ServiceBus;

/// <summary>Receives from one queue or subscription, or from its dead letters, and settles what it received.</summary>
public class ServiceBusReceiver : IAsyncDisposable
{
    /// <summary>For stand-ins that override what they serve.</summary>
    protected ServiceBusReceiver()
    {
    }

    /// <summary>The queue, or <c>topic/Subscriptions/name</c>, or either with <c>/$DeadLetterQueue</c>.</summary>
    public virtual string EntityPath => throw ServiceBusClient.NotOverridden();

    /// <summary>The host name of the namespace.</summary>
    public virtual string FullyQualifiedNamespace => throw ServiceBusClient.NotOverridden();

    /// <summary>A name for logs.</summary>
    public virtual string Identifier => throw ServiceBusClient.NotOverridden();

    /// <summary>Whether it was closed.</summary>
    public virtual bool IsClosed => throw ServiceBusClient.NotOverridden();

    /// <summary>How many messages it holds ready.</summary>
    public virtual int PrefetchCount => throw ServiceBusClient.NotOverridden();

    /// <summary>Whether messages are locked or gone at once.</summary>
    public virtual ServiceBusReceiveMode ReceiveMode => throw ServiceBusClient.NotOverridden();

    /// <summary>The next message; <see langword="null"/> when none came in time.</summary>
    public virtual Task<ServiceBusReceivedMessage> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>The next messages, at least one unless none came in time.</summary>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Message after message, until it is cancelled, which throws.</summary>
    public virtual IAsyncEnumerable<ServiceBusReceivedMessage> ReceiveMessagesAsync(
        CancellationToken cancellationToken = default) => throw ServiceBusClient.NotOverridden();

    /// <summary>The deferred message of a number.</summary>
    public virtual Task<ServiceBusReceivedMessage> ReceiveDeferredMessageAsync(
        long sequenceNumber, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>The deferred messages of numbers, all or none.</summary>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredMessagesAsync(
        IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Looks at the next message without taking it.</summary>
    public virtual Task<ServiceBusReceivedMessage> PeekMessageAsync(
        long? fromSequenceNumber = null, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Looks at the next messages without taking them.</summary>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Settles a message: done.</summary>
    public virtual Task CompleteMessageAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Gives a message back.</summary>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default) => throw ServiceBusClient.NotOverridden();

    /// <summary>Puts a message aside: it is received again only by its number.</summary>
    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default) => throw ServiceBusClient.NotOverridden();

    /// <summary>Puts a message among the dead letters.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default) => throw ServiceBusClient.NotOverridden();

    /// <summary>Puts a message among the dead letters and says why.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) => throw ServiceBusClient.NotOverridden();

    /// <summary>Puts a message among the dead letters and says why.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) => throw ServiceBusClient.NotOverridden();

    /// <summary>Begins the lock anew.</summary>
    public virtual Task RenewMessageLockAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Ends it.</summary>
    public virtual Task CloseAsync(CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }
}
