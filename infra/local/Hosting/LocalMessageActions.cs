using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Hosting;

/// <summary>Lets a function settle the message that started it, and no other.</summary>
internal sealed class LocalMessageActions(ServiceBusReceivedMessage own, MessageSettlement settlement)
    : ServiceBusMessageActions
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

    private MessageSettlement Of(ServiceBusReceivedMessage message) => message.LockToken == own.LockToken
        ? settlement
        : throw new ArgumentException($"Message {message.MessageId} did not start this function.", nameof(message));
}
