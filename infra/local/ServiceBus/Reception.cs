using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>What a receiver does, with a session or without.</summary>
/// <remarks>Its place is looked up with each call: a missing one is said then, not when this is made.</remarks>
internal sealed class Reception(
    LocalServiceBus bus, string path, ServiceBusReceiveMode mode, SessionLock? session, TimeProvider time)
{
    /// <summary>How long a receive waits when nothing is said.</summary>
    public static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(1);

    /// <summary>Whether nothing can be received any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The place.</summary>
    public string Path => path;

    /// <summary>Whether messages are locked or gone at once.</summary>
    public ServiceBusReceiveMode Mode => mode;

    /// <summary>The next messages, at least one unless none came in time.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(
        int maxMessages, TimeSpan? maxWaitTime, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWaitTime ?? UsualWait, TimeSpan.Zero, nameof(maxWaitTime));
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

    /// <summary>Message after message, until it is cancelled, which throws.</summary>
    public async IAsyncEnumerable<ServiceBusReceivedMessage> ReceiveAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var message in await ReceiveAsync(maxMessages: 1, maxWaitTime: null, cancellationToken))
                yield return message;
        }
    }

    /// <summary>The deferred messages of these numbers, locked, all or none.</summary>
    /// <exception cref="ServiceBusException">One is not there, or its time was over.</exception>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(
        IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        var received = new List<ServiceBusReceivedMessage>();
        foreach (var taken in Open().TakeDeferred(sequences, session))
        {
            received.Add(await BeginAsync(taken, cancellationToken) ?? throw new ServiceBusException(
                $"The deferred message {taken.Message.Sequence} is there no more.",
                ServiceBusFailureReason.MessageNotFound, path));
        }
        return received;
    }

    /// <summary>Looks without taking.</summary>
    public Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(int most, long? from) =>
        Task.FromResult(Open().Peek(most, from ?? 0, session?.Id));

    /// <summary>The message in hand.</summary>
    /// <exception cref="ServiceBusException">Its lock, or its session's, was lost.</exception>
    /// <exception cref="InvalidOperationException">Nothing is in hand: messages are gone when received.</exception>
    public MessageSettlement Taken(ServiceBusReceivedMessage message)
    {
        if (mode != ServiceBusReceiveMode.PeekLock)
            throw new InvalidOperationException("A message is settled only when it was received in mode PeekLock.");
        var mailbox = Open();
        session?.ThrowIfOver();
        return mailbox.Taken(message.LockToken);
    }

    /// <summary>Receives no more, and gives the session back.</summary>
    public void Close()
    {
        IsClosed = true;
        session?.Release();
    }

    private Mailbox Mailbox => bus.Mailbox(path);

    private Mailbox Open()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return Mailbox;
    }

    private async Task<List<ServiceBusReceivedMessage>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        var received = new List<ServiceBusReceivedMessage>();
        while (received.Count < most && Next() is { } taken)
        {
            if (await BeginAsync(taken, cancellationToken) is { } message)
                received.Add(message);
        }
        return received;
    }

    private MessageSettlement? Next()
    {
        var mailbox = Open();
        if (session is not null)
            return mailbox.Take(session);
        return !mailbox.Options.RequiresSession
            ? mailbox.Take(mailbox.Options.LockDuration)
            : throw new InvalidOperationException($"{path} requires sessions: accept one and receive from that.");
    }

    private async Task<ServiceBusReceivedMessage?> BeginAsync(
        MessageSettlement taken, CancellationToken cancellationToken)
    {
        try
        {
            var message = await taken.BeginAsync(cancellationToken);
            if (message is not null && mode == ServiceBusReceiveMode.ReceiveAndDelete)
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
