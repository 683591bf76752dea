#nullable disable

namespace Azure.Messaging.ServiceBus;

/// <summary>Sends to one queue or topic; safe to share and to keep.</summary>
public class ServiceBusSender : IAsyncDisposable
{
    /// <summary>For stand-ins that override what they serve.</summary>
    protected ServiceBusSender()
    {
    }

    /// <summary>The queue or topic.</summary>
    public virtual string EntityPath => throw ServiceBusClient.NotOverridden();

    /// <summary>The host name of the namespace.</summary>
    public virtual string FullyQualifiedNamespace => throw ServiceBusClient.NotOverridden();

    /// <summary>A name for logs.</summary>
    public virtual string Identifier => throw ServiceBusClient.NotOverridden();

    /// <summary>Whether it was closed.</summary>
    public virtual bool IsClosed => throw ServiceBusClient.NotOverridden();

    /// <summary>Sends a message.</summary>
    public virtual Task SendMessageAsync(
        ServiceBusMessage message, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Sends all or none.</summary>
    public virtual Task SendMessagesAsync(
        IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Sends all or none.</summary>
    public virtual Task SendMessagesAsync(
        ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>A batch that this entity takes.</summary>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CancellationToken cancellationToken = default) => throw ServiceBusClient.NotOverridden();

    /// <summary>A batch of at most the given size.</summary>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CreateMessageBatchOptions options, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Sends a message that appears at a time; returns the number by which to cancel it.</summary>
    public virtual Task<long> ScheduleMessageAsync(
        ServiceBusMessage message,
        DateTimeOffset scheduledEnqueueTime,
        CancellationToken cancellationToken = default) => throw ServiceBusClient.NotOverridden();

    /// <summary>Sends messages that appear at a time; returns their numbers in the same order.</summary>
    public virtual Task<IReadOnlyList<long>> ScheduleMessagesAsync(
        IEnumerable<ServiceBusMessage> messages,
        DateTimeOffset scheduledEnqueueTime,
        CancellationToken cancellationToken = default) => throw ServiceBusClient.NotOverridden();

    /// <summary>Takes a scheduled message back.</summary>
    public virtual Task CancelScheduledMessageAsync(
        long sequenceNumber, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Takes scheduled messages back.</summary>
    public virtual Task CancelScheduledMessagesAsync(
        IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default) =>
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
