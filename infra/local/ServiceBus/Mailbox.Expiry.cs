namespace ItsmServerless.Local.ServiceBus;

/// <content>What happens when the time to live of a message is over.</content>
/// <remarks>
/// A locked message is its receiver's to the end of the lock, a deferred one is not looked at before somebody asks
/// for it, and dead letters live for ever.
/// </remarks>
internal sealed partial class Mailbox
{
    private static readonly TimeSpan StorageIsAway = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<long, ITimer> _expiries = [];
    private int _expiring;

    /// <summary>Whether a message that somebody took is past its time.</summary>
    public bool IsExpired(BusMessage message) => message.ExpiresAt(Options.DefaultTimeToLive) <= time.GetUtcNow();

    /// <summary>Makes a dead letter of a message in hand, or drops it, as the entity says.</summary>
    public async Task ExpireAsync(BusMessage message, CancellationToken cancellationToken)
    {
        if (!Options.DeadLettersExpired || DeadLetters is not { } deadLetters)
        {
            await store.DeleteAsync(message.Partition, message.RowKey, cancellationToken);
            return;
        }
        var dead = message.As(message.Content, DeadLetterReason.Expired, isDeferred: false);
        if (await store.ChangeAsync(BusRow.ChangesOf(dead), cancellationToken))
            deadLetters.Put(dead);
    }

    /// <summary>Watches the time of a message that becomes ready; <see langword="true"/> when it is over.</summary>
    private bool BeginExpiring(BusMessage message)
    {
        var expiresAt = message.ExpiresAt(Options.DefaultTimeToLive);
        if (expiresAt == DateTimeOffset.MaxValue)
            return false;
        var left = expiresAt - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            StopExpiry(message);
            _expiries[message.Sequence] =
                time.CreateTimer(_ => ExpireIfReady(message), null, Shorter(left), Timeout.InfiniteTimeSpan);
            return false;
        }
        _expiring++;
        _ = ExpireUntilStoredAsync(message);
        return true;
    }

    private void ExpireIfReady(BusMessage message)
    {
        lock (_lock)
        {
            if (_ready.Remove(message) && !BeginExpiring(message))
                _ready.Put(message);
        }
    }

    private async Task ExpireUntilStoredAsync(BusMessage message)
    {
        await Task.Yield();
        try
        {
            while (!await TryExpireAsync(message))
                await Task.Delay(StorageIsAway);
        }
        finally
        {
            lock (_lock)
                _expiring--;
        }
    }

    /// <returns><see langword="false"/> when storage is away, which is not for ever.</returns>
    private async Task<bool> TryExpireAsync(BusMessage message)
    {
        try
        {
            await ExpireAsync(message, CancellationToken.None);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return true; // The bus has ended; the next start finds it expired.
        }
        catch (Exception)
        {
            return false;
        }
    }

    private void StopExpiry(BusMessage message)
    {
        if (_expiries.Remove(message.Sequence, out var timer))
            timer.Dispose();
    }

    /// <summary>No timer waits longer than some 49 days.</summary>
    private static TimeSpan Shorter(TimeSpan left) => left < TimeSpan.FromDays(40) ? left : TimeSpan.FromDays(40);
}
