using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>The client that functions use, over the bus of this host.</summary>
public sealed class LocalServiceBusClient(LocalServiceBus bus, TimeProvider time) : ServiceBusClient
{
    internal const string Host = "localhost";

    private static readonly ServiceBusReceiverOptions PeekLock = new();
    private static readonly ServiceBusSessionReceiverOptions SessionPeekLock = new();

    private bool _closed;

    /// <inheritdoc/>
    public override string FullyQualifiedNamespace => Host;

    /// <inheritdoc/>
    public override string Identifier => "local";

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <inheritdoc/>
    public override ServiceBusSender CreateSender(string queueOrTopicName) =>
        CreateSender(queueOrTopicName, new ServiceBusSenderOptions());

    /// <inheritdoc/>
    public override ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return new LocalServiceBusSender(bus, queueOrTopicName, options);
    }

    /// <inheritdoc/>
    public override ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, PeekLock);

    /// <inheritdoc/>
    public override ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var path = options.SubQueue switch
        {
            SubQueue.None => queueName,
            SubQueue.DeadLetter => EntityPath.DeadLetters(queueName),
            _ => throw new NotSupportedException("The local bus forwards nothing: it has no transfer dead letters."),
        };
        return new LocalServiceBusReceiver(
            new Reception(bus, path, options.ReceiveMode, session: null, time), options);
    }

    /// <inheritdoc/>
    public override ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName) =>
        CreateReceiver(topicName, subscriptionName, PeekLock);

    /// <inheritdoc/>
    public override ServiceBusReceiver CreateReceiver(
        string topicName, string subscriptionName, ServiceBusReceiverOptions options) =>
        CreateReceiver(EntityPath.Subscription(topicName, subscriptionName), options);

    /// <inheritdoc/>
    public override async Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string queueName,
        ServiceBusSessionReceiverOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var mailbox = MailboxWithSessions(queueName);
        using var enough = new CancellationTokenSource(Reception.UsualWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        while (true)
        {
            var arrival = mailbox.NextArrival;
            if (mailbox.LockNextSession(mailbox.Options.LockDuration) is { } session)
                return Receiver(queueName, session, options);
            if (enough.IsCancellationRequested)
                throw NoSession(queueName);
            await ((Task)arrival.WaitAsync(either.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public override Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string topicName,
        string subscriptionName,
        ServiceBusSessionReceiverOptions? options = null,
        CancellationToken cancellationToken = default) =>
        AcceptNextSessionAsync(EntityPath.Subscription(topicName, subscriptionName), options, cancellationToken);

    /// <inheritdoc/>
    public override Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string queueName,
        string sessionId,
        ServiceBusSessionReceiverOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var mailbox = MailboxWithSessions(queueName);
        return Task.FromResult<ServiceBusSessionReceiver>(
            Receiver(queueName, mailbox.LockSession(sessionId, mailbox.Options.LockDuration), options));
    }

    /// <inheritdoc/>
    public override Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string topicName,
        string subscriptionName,
        string sessionId,
        ServiceBusSessionReceiverOptions? options = null,
        CancellationToken cancellationToken = default) => AcceptSessionAsync(
            EntityPath.Subscription(topicName, subscriptionName), sessionId, options, cancellationToken);

    /// <inheritdoc/>
#pragma warning disable CA2215 // The package's own DisposeAsync closes a connection, which this client has none of.
    public override ValueTask DisposeAsync()
#pragma warning restore CA2215
    {
        _closed = true;
        return ValueTask.CompletedTask;
    }

    private static ServiceBusException NoSession(string path) => new(
        "No session with messages became free in time.", ServiceBusFailureReason.ServiceTimeout, path);

    private LocalServiceBusSessionReceiver Receiver(
        string path, SessionLock session, ServiceBusSessionReceiverOptions? options)
    {
        options ??= SessionPeekLock;
        return new(new Reception(bus, path, options.ReceiveMode, session, time), session, options);
    }

    private Mailbox MailboxWithSessions(string path)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var mailbox = bus.Mailbox(path);
        return mailbox.Options.RequiresSession
            ? mailbox
            : throw new InvalidOperationException($"{path} has no sessions: receive from it without.");
    }
}
