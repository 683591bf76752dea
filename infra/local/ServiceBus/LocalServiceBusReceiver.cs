using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>Receives from a queue or subscription of the local bus, or from its dead letters.</summary>
internal sealed class LocalServiceBusReceiver(
    LocalServiceBus bus, string path, ServiceBusReceiverOptions options, TimeProvider time) : ServiceBusReceiver
{
    /// <summary>How long a receive waits when nothing is said.</summary>
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(1);

    private bool _closed;

    /// <inheritdoc/>
    public override string EntityPath { get; } =
        options.SubQueue == SubQueue.DeadLetter ? ServiceBus.EntityPath.DeadLetters(path) : path;

    /// <inheritdoc/>
    public override string FullyQualifiedNamespace => "localhost";

    /// <inheritdoc/>
    public override string Identifier => $"{EntityPath}-local";

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <inheritdoc/>
    public override int PrefetchCount => options.PrefetchCount;

    /// <inheritdoc/>
    public override ServiceBusReceiveMode ReceiveMode => options.ReceiveMode;

    /// <inheritdoc/>
    public override async Task<ServiceBusReceivedMessage?> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
    {
        var received = await ReceiveMessagesAsync(maxMessages: 1, maxWaitTime, cancellationToken);
        return received.Count == 0 ? null : received[0];
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        using var enough = new CancellationTokenSource(maxWaitTime ?? UsualWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        while (true)
        {
            var arrival = Mailbox.NextArrival;
            var received = await TakeAsync(maxMessages, cancellationToken);
            if (received.Count > 0 || enough.IsCancellationRequested)
                return received;
            await ((Task)arrival.WaitAsync(either.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public override async Task<ServiceBusReceivedMessage?> PeekMessageAsync(
        long? fromSequenceNumber = null, CancellationToken cancellationToken = default)
    {
        var seen = await PeekMessagesAsync(maxMessages: 1, fromSequenceNumber, cancellationToken);
        return seen.Count == 0 ? null : seen[0];
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(Mailbox.Peek(maxMessages, fromSequenceNumber ?? 0));

    /// <inheritdoc/>
    public override Task CompleteMessageAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Mailbox.Taken(message.LockToken).CompleteAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        Mailbox.Taken(message.LockToken).AbandonAsync(propertiesToModify, cancellationToken);

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
        CancellationToken cancellationToken = default) => Mailbox.Taken(message.LockToken).DeadLetterAsync(
            deadLetterReason, deadLetterErrorDescription, propertiesToModify, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The end of the lock is not seen in the message; the package would set it there.</remarks>
    public override Task RenewMessageLockAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        Mailbox.Taken(message.LockToken).RenewLock();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        return Task.CompletedTask;
    }

    /// <summary>Looked up with each call: it answers a receive, not the making of this, if there is none.</summary>
    private Mailbox Mailbox => bus.Mailbox(EntityPath);

    private async Task<List<ServiceBusReceivedMessage>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        var received = new List<ServiceBusReceivedMessage>();
        while (received.Count < most && Mailbox.Take(renews: false) is { } taken)
        {
            if (await BeginAsync(taken, cancellationToken) is { } message)
                received.Add(message);
        }
        return received;
    }

    private async Task<ServiceBusReceivedMessage?> BeginAsync(
        MessageSettlement taken, CancellationToken cancellationToken)
    {
        try
        {
            var message = await taken.BeginAsync(cancellationToken);
            if (message is not null && ReceiveMode == ServiceBusReceiveMode.ReceiveAndDelete)
                await taken.CompleteAsync(cancellationToken);
            return message;
        }
        catch
        {
            taken.GiveBack();
            throw;
        }
    }
}
