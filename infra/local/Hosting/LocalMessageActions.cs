using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Hosting;

/// <summary>Lets a function settle the messages that started it, and no other.</summary>
internal sealed class LocalMessageActions(IReadOnlyList<Delivery> own) : ServiceBusMessageActions
{
    /// <inheritdoc/>
    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        Of(message).AbandonAsync(propertiesToModify, cancellationToken);

    /// <inheritdoc/>
    public override Task CompleteMessageAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Of(message).CompleteAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = null,
        string? deadLetterReason = null,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) =>
        Of(message).DeadLetterAsync(
            deadLetterReason, deadLetterErrorDescription, propertiesToModify, cancellationToken);

    /// <inheritdoc/>
    public override Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        Of(message).DeferAsync(propertiesToModify, cancellationToken);

    /// <inheritdoc/>
    public override Task RenewMessageLockAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        Of(message).RenewLock();
        return Task.CompletedTask;
    }

    private MessageSettlement Of(ServiceBusReceivedMessage message) =>
        own.FirstOrDefault(delivery => delivery.Message.LockToken == message.LockToken)?.Settlement
        ?? throw new ArgumentException($"Message {message.MessageId} did not start this function.", nameof(message));
}
