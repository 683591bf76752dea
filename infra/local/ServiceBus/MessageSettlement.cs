using System.Security.Cryptography;
using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>A message in someone's hands: completed, given back, deferred, or made a dead letter, once.</summary>
/// <remarks>
/// The table knows of a delivery before it begins, so a host that dies with its messages finds them again with those
/// deliveries counted. A settlement that fails in storage gives the message back: it is delivered again, never lost.
/// </remarks>
public sealed class MessageSettlement
{
    private readonly Mailbox _mailbox;
    private readonly BusStore _store;
    private readonly TimeProvider _time;
    private readonly Guid _lock = new(RandomNumberGenerator.GetBytes(16));
    private DateTimeOffset _heldUntil = DateTimeOffset.MaxValue;
    private ITimer? _expiry;

    /// <param name="mailbox">Where the message was taken from.</param>
    /// <param name="message">What was taken.</param>
    /// <param name="store">Where it is stored.</param>
    /// <param name="time">Ends the lock.</param>
    /// <param name="holdFor">How long the lock lasts if nobody renews it, possibly for ever.</param>
    /// <param name="session">The session whose lock counts instead, if it is received in one.</param>
    internal MessageSettlement(
        Mailbox mailbox,
        BusMessage message,
        BusStore store,
        TimeProvider time,
        TimeSpan holdFor,
        SessionLock? session)
    {
        _mailbox = mailbox;
        _store = store;
        _time = time;
        Message = message;
        Session = session;
        LockToken = _lock.ToString();
        LockedUntil = session?.LockedUntil ?? (time.GetUtcNow() + mailbox.Options.LockDuration);
        if (session is null && holdFor != Timeout.InfiniteTimeSpan)
            HoldUntil(time.GetUtcNow() + holdFor);
    }

    /// <summary>Whether it was settled in any way, or its lock ran out.</summary>
    public bool IsSettled { get; private set; }

    internal BusMessage Message { get; }

    internal SessionLock? Session { get; }

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
            if (await ChangeAsync(propertiesToModify, Message.DeadLetter, Message.IsDeferred, cancellationToken))
                _mailbox.Put(Message);
        });
    }

    /// <summary>Puts it aside for whoever asks for its number.</summary>
    /// <exception cref="ServiceBusException">The lock was lost.</exception>
    public Task DeferAsync(
        IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) =>
        SettleAsync(async () =>
        {
            if (await ChangeAsync(propertiesToModify, Message.DeadLetter, isDeferred: true, cancellationToken))
                _mailbox.Put(Message);
        });

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
    /// <exception cref="InvalidOperationException">The session's lock counts; that is to be renewed.</exception>
    public DateTimeOffset RenewLock()
    {
        if (Session is not null)
            throw new InvalidOperationException("A message of a session has no lock of its own: renew the session's.");
        if (IsSettled)
            throw _mailbox.LockLost();
        LockedUntil = _time.GetUtcNow() + _mailbox.Options.LockDuration;
        if (LockedUntil > _heldUntil)
            HoldUntil(LockedUntil);
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
        if (_mailbox.IsExpired(Message))
        {
            await SettleAsync(() => _mailbox.ExpireAsync(Message, cancellationToken));
            return null;
        }
        Message.Deliveries++;
        if (!await CountAsync(cancellationToken))
        {
            if (_mailbox.TryBeginSettling(this))
                _mailbox.EndSettling();
            return null;
        }
        return Message.ToReceived(_lock, LockedUntil, _time.GetUtcNow(), _mailbox.Options.DefaultTimeToLive);
    }

    /// <summary>Renews no more: the lock runs out unless somebody settles before.</summary>
    internal void LeaveToItsLock()
    {
        if (!IsSettled && Session is null)
            HoldUntil(_time.GetUtcNow() + _mailbox.Options.LockDuration);
    }

    /// <summary>Puts it back without a write, as when its lock runs out.</summary>
    internal void GiveBack()
    {
        if (!_mailbox.TryBeginSettling(this))
            return;
        MarkGivenBack(isDelivered: true);
        _mailbox.Put(Message);
        _mailbox.EndSettling();
    }

    /// <summary>From now on it is nobody's; a delivery that does not count is one that may happen again.</summary>
    internal void MarkGivenBack(bool isDelivered)
    {
        IsSettled = true;
        StopExpiry();
        if (!isDelivered && Message.Deliveries > 0)
            Message.Deliveries--;
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
            if (await ChangeAsync(propertiesToModify, reason, isDeferred: false, cancellationToken))
                deadLetters.Put(Message);
        });
    }

    private void HoldUntil(DateTimeOffset end)
    {
        _heldUntil = end;
        var wait = end - _time.GetUtcNow();
        if (_expiry is null)
            _expiry = _time.CreateTimer(_ => GiveBack(), null, wait, Timeout.InfiniteTimeSpan);
        else
            _expiry.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async Task SettleAsync(Func<Task> settle)
    {
        if (!_mailbox.TryBeginSettling(this))
            throw Session is { IsOver: true } ? Session.Lost() : _mailbox.LockLost();
        MarkGivenBack(isDelivered: true);
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
        IDictionary<string, object>? properties,
        DeadLetterReason? reason,
        bool isDeferred,
        CancellationToken cancellationToken)
    {
        var content = Message.Content.With(properties);
        var isInPlace = reason == Message.DeadLetter && isDeferred == Message.IsDeferred;
        if (isInPlace && ReferenceEquals(content, Message.Content))
            return true;
        var changed = Message.As(content, reason, isDeferred);
        if (!await _store.ChangeAsync(BusRow.ChangesOf(changed), cancellationToken))
            return false;
        Message.Become(changed);
        return true;
    }
}
