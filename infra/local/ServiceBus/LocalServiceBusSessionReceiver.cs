using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>Receives the messages of one session, which nobody else has for as long.</summary>
internal sealed class LocalServiceBusSessionReceiver(
    Reception reception, SessionLock session, ServiceBusSessionReceiverOptions options) : ServiceBusSessionReceiver
{
    /// <inheritdoc/>
    public override string SessionId => session.Id;

    /// <inheritdoc/>
    public override DateTimeOffset SessionLockedUntil => session.LockedUntil;

    /// <inheritdoc/>
    public override string EntityPath => reception.Path;

    /// <inheritdoc/>
    public override string FullyQualifiedNamespace => LocalServiceBusClient.Host;

    /// <inheritdoc/>
    public override string Identifier { get; } = options.Identifier ?? $"{reception.Path}-local";

    /// <inheritdoc/>
    public override bool IsClosed => reception.IsClosed;

    /// <inheritdoc/>
    public override int PrefetchCount => options.PrefetchCount;

    /// <inheritdoc/>
    public override ServiceBusReceiveMode ReceiveMode => reception.Mode;

    /// <inheritdoc/>
    public override async Task<ServiceBusReceivedMessage?> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
    {
        var received = await reception.ReceiveAsync(maxMessages: 1, maxWaitTime, cancellationToken);
        return received.Count == 0 ? null : received[0];
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default) =>
        reception.ReceiveAsync(maxMessages, maxWaitTime, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<ServiceBusReceivedMessage> ReceiveMessagesAsync(
        CancellationToken cancellationToken = default) => reception.ReceiveAllAsync(cancellationToken);

    /// <inheritdoc/>
    public override async Task<ServiceBusReceivedMessage> ReceiveDeferredMessageAsync(
        long sequenceNumber, CancellationToken cancellationToken = default) =>
        (await reception.ReceiveDeferredAsync([sequenceNumber], cancellationToken))[0];

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredMessagesAsync(
        IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default) =>
        reception.ReceiveDeferredAsync([.. sequenceNumbers], cancellationToken);

    /// <inheritdoc/>
    public override async Task<ServiceBusReceivedMessage?> PeekMessageAsync(
        long? fromSequenceNumber = null, CancellationToken cancellationToken = default)
    {
        var seen = await reception.PeekAsync(most: 1, fromSequenceNumber);
        return seen.Count == 0 ? null : seen[0];
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default) =>
        reception.PeekAsync(maxMessages, fromSequenceNumber);

    /// <inheritdoc/>
    public override Task CompleteMessageAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        reception.Taken(message).CompleteAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        reception.Taken(message).AbandonAsync(propertiesToModify, cancellationToken);

    /// <inheritdoc/>
    public override Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        reception.Taken(message).DeferAsync(propertiesToModify, cancellationToken);

    /// <inheritdoc/>
    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) => DeadLetterMessageAsync(
            message, propertiesToModify!, deadLetterReason: null!, deadLetterErrorDescription: null, cancellationToken);

    /// <inheritdoc/>
    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string deadLetterReason,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) => DeadLetterMessageAsync(
            message, propertiesToModify: null!, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    /// <inheritdoc/>
    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify,
        string deadLetterReason,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) => reception.Taken(message).DeadLetterAsync(
            deadLetterReason, deadLetterErrorDescription, propertiesToModify, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: the session's lock is to be renewed.</exception>
    public override Task RenewMessageLockAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("A message of a session has no lock of its own: renew the session's.");

    /// <inheritdoc/>
    public override async Task<BinaryData?> GetSessionStateAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return await session.GetStateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task SetSessionStateAsync(BinaryData? sessionState, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return session.SetStateAsync(sessionState, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task RenewSessionLockAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        session.Renew();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task CloseAsync(CancellationToken cancellationToken = default)
    {
        reception.Close();
        return Task.CompletedTask;
    }
}
