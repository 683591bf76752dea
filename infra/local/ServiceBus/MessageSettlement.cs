using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>A message in someone's hands: completed, given back, or put among the dead letters, once.</summary>
/// <remarks>
/// The table knows of a delivery before it begins, so a host that dies with its messages finds them again with those
/// deliveries counted. A settlement that fails in storage gives the message back: it is delivered again, never lost.
/// </remarks>
public sealed class MessageSettlement
{
    private readonly Mailbox _mailbox;
    private readonly BusStore _store;
    private readonly TimeProvider _time;
    private readonly Guid _lock;
    private readonly ITimer? _expiry;

    internal MessageSettlement(Mailbox mailbox, BusMessage message, BusStore store, TimeProvider time, bool renews)
    {
        _mailbox = mailbox;
        _store = store;
        _time = time;
        _lock = new Guid(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        Message = message;
        LockToken = _lock.ToString();
        LockedUntil = time.GetUtcNow() + mailbox.Options.LockDuration;
        if (!renews)
            _expiry = time.CreateTimer(_ => GiveBack(), null, mailbox.Options.LockDuration, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it was completed, given back, or put among the dead letters, or its lock ran out.</summary>
    public bool IsSettled { get; private set; }

    internal BusMessage Message { get; }

    internal string LockToken { get; }

    internal DateTimeOffset LockedUntil { get; private set; }

    /// <summary>Done with it.</summary>
    /// <exception cref="ServiceBusException">The lock was lost.</exception>
    public Task CompleteAsync(CancellationToken cancellationToken = default) => SettleAsync(async () =>
        await _store.DeleteAsync(Message.Partition, Message.RowKey, cancellationToken));

    /// <summary>Gives it back at once; after the last allowed delivery it becomes a dead letter instead.</summary>
    /// <exception cref="ServiceBusException">The lock was lost.</exception>
    public Task AbandonAsync(
        IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default)
    {
        if (IsExhausted)
            return DeadLetterAsync(TooManyDeliveries, propertiesToModify, cancellationToken);
        return SettleAsync(async () =>
        {
            if (await ChangeAsync(propertiesToModify, Message.DeadLetter, cancellationToken))
                _mailbox.Put(Message);
        });
    }

    /// <summary>Puts it among the dead letters and says why.</summary>
    /// <exception cref="ServiceBusException">The lock was lost.</exception>
    public Task DeadLetterAsync(
        string? reason = null,
        string? description = null,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) =>
        DeadLetterAsync(DeadLetterReason.Of(reason, description), propertiesToModify, cancellationToken);

    /// <summary>Begins the lock anew and returns its end.</summary>
    /// <exception cref="ServiceBusException">The lock was lost.</exception>
    internal DateTimeOffset RenewLock()
    {
        if (IsSettled)
            throw _mailbox.LockLost();
        _expiry?.Change(_mailbox.Options.LockDuration, Timeout.InfiniteTimeSpan);
        LockedUntil = _time.GetUtcNow() + _mailbox.Options.LockDuration;
        return LockedUntil;
    }

    /// <summary>Counts the delivery, in the table first; <see langword="null"/> when none is to be.</summary>
    internal async Task<ServiceBusReceivedMessage?> BeginAsync(CancellationToken cancellationToken)
    {
        if (IsExhausted)
        {
            await DeadLetterAsync(TooManyDeliveries, propertiesToModify: null, cancellationToken);
            return null;
        }
        Message.Deliveries++;
        if (!await CountAsync(cancellationToken))
        {
            if (_mailbox.TryBeginSettling(this))
                _mailbox.EndSettling();
            return null;
        }
        return Message.ToReceived(_lock, LockedUntil, _time.GetUtcNow());
    }

    /// <summary>Puts it back without a write, as when its lock runs out.</summary>
    internal void GiveBack()
    {
        if (!_mailbox.TryBeginSettling(this))
            return;
        MarkSettled();
        _mailbox.Put(Message);
        _mailbox.EndSettling();
    }

    internal void StopExpiry() => _expiry?.Dispose();

    private bool IsExhausted => Message.Deliveries >= _mailbox.Options.MaxDeliveryCount;

    private DeadLetterReason TooManyDeliveries => DeadLetterReason.TooManyDeliveries(Message.Deliveries);

    private Task DeadLetterAsync(
        DeadLetterReason reason, IDictionary<string, object>? propertiesToModify, CancellationToken cancellationToken)
    {
        var deadLetters = _mailbox.DeadLetters
            ?? throw new InvalidOperationException($"{_mailbox.Path}: a dead letter cannot become one again.");
        return SettleAsync(async () =>
        {
            if (await ChangeAsync(propertiesToModify, reason, cancellationToken))
                deadLetters.Put(Message);
        });
    }

    private async Task SettleAsync(Func<Task> settle)
    {
        if (!_mailbox.TryBeginSettling(this))
            throw _mailbox.LockLost();
        MarkSettled();
        try
        {
            await settle();
        }
        catch
        {
            _mailbox.Put(Message); // Delivered again: whether the table changed is not known.
            throw;
        }
        finally
        {
            _mailbox.EndSettling();
        }
    }

    private void MarkSettled()
    {
        IsSettled = true;
        StopExpiry();
    }

    private async Task<bool> CountAsync(CancellationToken cancellationToken)
    {
        if (Message.Deliveries <= Message.StoredDeliveries)
            return true;
        try
        {
            var isThere = await _store.ChangeAsync(BusRow.DeliveriesOf(Message), cancellationToken);
            Message.StoredDeliveries = Message.Deliveries;
            return isThere;
        }
        catch
        {
            Message.Deliveries--; // Not delivered after all.
            throw;
        }
    }

    private async Task<bool> ChangeAsync(
        IDictionary<string, object>? properties, DeadLetterReason? reason, CancellationToken cancellationToken)
    {
        var content = Message.Content.With(properties);
        if (reason == Message.DeadLetter && ReferenceEquals(content, Message.Content))
            return true;
        var changed = Message.As(content, reason);
        if (!await _store.ChangeAsync(BusRow.ChangesOf(changed), cancellationToken))
            return false;
        Message.Become(changed);
        return true;
    }
}
