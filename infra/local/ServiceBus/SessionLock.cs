using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>A session in one receiver's hands; it covers every message of the session that was received.</summary>
public sealed class SessionLock
{
    private readonly Mailbox _mailbox;
    private readonly TimeProvider _time;
    private readonly TimeSpan _holdFor;
    private ITimer? _expiry;

    /// <param name="mailbox">Where the session is.</param>
    /// <param name="id">Its name.</param>
    /// <param name="time">Ends it.</param>
    /// <param name="holdFor">How long it lasts without being renewed; infinite for a pump that renews on.</param>
    internal SessionLock(Mailbox mailbox, string id, TimeProvider time, TimeSpan holdFor)
    {
        _mailbox = mailbox;
        _time = time;
        _holdFor = holdFor;
        Id = id;
        LockedUntil = time.GetUtcNow() + mailbox.Options.LockDuration;
        if (holdFor != Timeout.InfiniteTimeSpan)
            HoldFor(holdFor);
    }

    /// <summary>The session.</summary>
    public string Id { get; }

    /// <summary>The end of the lock if it is not renewed.</summary>
    public DateTimeOffset LockedUntil { get; private set; }

    /// <summary>Whether it ended, by running out or by being given back.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether whoever holds it was asked to give it back soon.</summary>
    internal bool IsToBeReleased { get; set; }

    /// <summary>Begins the lock anew.</summary>
    /// <exception cref="ServiceBusException">It was lost.</exception>
    public void Renew()
    {
        ThrowIfOver();
        _expiry?.Change(_holdFor, Timeout.InfiniteTimeSpan);
        LockedUntil = _time.GetUtcNow() + _mailbox.Options.LockDuration;
    }

    /// <summary>What was last kept with the session; <see langword="null"/> when nothing is.</summary>
    /// <exception cref="ServiceBusException">The lock was lost.</exception>
    public async Task<BinaryData?> GetStateAsync(CancellationToken cancellationToken)
    {
        ThrowIfOver();
        return await _mailbox.States.GetAsync(_mailbox.Path, Id, cancellationToken);
    }

    /// <summary>Keeps something with the session, until the next time; <see langword="null"/> forgets it.</summary>
    /// <exception cref="ServiceBusException">The lock was lost, or it is too large.</exception>
    public async Task SetStateAsync(BinaryData? state, CancellationToken cancellationToken)
    {
        ThrowIfOver();
        await _mailbox.States.SetAsync(_mailbox.Path, Id, state, cancellationToken);
    }

    /// <summary>Gives it back, with what was received and not settled; that counts as no delivery.</summary>
    internal void Release() => _mailbox.EndSession(this, isLost: false);

    /// <summary>Gives it back, unless something of it is not settled: that has as long as a lock lasts.</summary>
    internal void ReleaseOrLeave()
    {
        if (_mailbox.HasTaken(this))
            HoldFor(_mailbox.Options.LockDuration);
        else
            Release();
    }

    /// <summary>From now on it is nobody's.</summary>
    internal void MarkOver()
    {
        IsOver = true;
        StopExpiry();
    }

    internal void StopExpiry() => _expiry?.Dispose();

    internal void ThrowIfOver()
    {
        if (IsOver)
            throw Lost();
    }

    internal ServiceBusException Lost() => new(
        $"The lock of session '{Id}' is lost: it expired, or was given back.",
        ServiceBusFailureReason.SessionLockLost, _mailbox.Path);

    private void HoldFor(TimeSpan length)
    {
        if (_expiry is null)
        {
            _expiry = _time.CreateTimer(
                _ => _mailbox.EndSession(this, isLost: true), null, length, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _expiry.Change(length, Timeout.InfiniteTimeSpan);
        }
    }
}
