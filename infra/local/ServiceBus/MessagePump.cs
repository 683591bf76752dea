using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>Hands the messages of a mailbox to a handler as they come, a number of them at a time.</summary>
/// <remarks>
/// A handler that returns has completed its message unless it settled it itself; one that throws gives it back, which
/// delivers it again at once. Locks are renewed for as long as a handler runs.
/// </remarks>
internal sealed partial class MessagePump(
    Mailbox mailbox,
    Func<ServiceBusReceivedMessage, MessageSettlement, CancellationToken, Task> handler,
    int mostAtOnce,
    ILogger log) : IDisposable
{
    private static readonly TimeSpan StorageIsAway = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _atWork;
    private bool _stopped;

    /// <summary>Whether a message that arrives now is handed on at once.</summary>
    public bool HasRoom => Volatile.Read(ref _atWork) < mostAtOnce && !Volatile.Read(ref _stopped);

    /// <summary>Begins with what is there, and goes on with whatever arrives.</summary>
    public void Start() => mailbox.Attach(this);

    /// <summary>Takes what is ready, as far as there is room.</summary>
    public void Fill()
    {
        while (TakeNext() is { } next)
            _ = HandleAsync(next);
    }

    /// <summary>Takes nothing more and waits for the handlers at work.</summary>
    /// <param name="cancellationToken">Tells the handlers to break off; their messages stay for the next start.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _stopped = true;
            if (_atWork == 0)
                _idle.TrySetResult();
        }
        await using var breakOff = cancellationToken.Register(_abandoned.Cancel);
        await _idle.Task;
    }

    /// <summary>Takes nothing more and tells the handlers to break off; waits for nobody.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _stopped, true);
        _abandoned.Cancel();
    }

    private MessageSettlement? TakeNext()
    {
        lock (_lock)
        {
            if (_stopped || _atWork >= mostAtOnce || mailbox.Take(renews: true) is not { } next)
                return null;
            _atWork++;
            return next;
        }
    }

    private async Task HandleAsync(MessageSettlement settlement)
    {
        await Task.Yield();
        try
        {
            if (await settlement.BeginAsync(_abandoned.Token) is { } message)
                await HandleAsync(message, settlement);
        }
        catch (Exception) when (_stopped)
        {
            // The host ends; the message is stored and delivered again at the next start.
        }
        catch (Exception failure)
        {
            // Storage is away: what is in our hands goes back, and is tried again until it is there.
            SettlingFailed(log, mailbox.Path, settlement.Message.Sequence, failure);
            await Task.Delay(StorageIsAway);
            settlement.GiveBack();
        }
        finally
        {
            Leave();
        }
    }

    private async Task HandleAsync(ServiceBusReceivedMessage message, MessageSettlement settlement)
    {
        try
        {
            await handler(message, settlement, _abandoned.Token);
        }
        catch (Exception failure) when (!_abandoned.IsCancellationRequested)
        {
            // Whatever a handler throws means the same: not now.
            HandlerFailed(log, mailbox.Path, message.MessageId, message.DeliveryCount, failure);
            if (!settlement.IsSettled)
                await settlement.AbandonAsync(propertiesToModify: null, _abandoned.Token);
            return;
        }
        if (!settlement.IsSettled)
            await settlement.CompleteAsync(_abandoned.Token);
    }

    private void Leave()
    {
        lock (_lock)
        {
            _atWork--;
            if (_stopped && _atWork == 0)
                _idle.TrySetResult();
        }
        Fill();
    }

    [LoggerMessage(201, LogLevel.Warning, "{Path}: delivery {DeliveryCount} of message {MessageId} failed.")]
    private static partial void HandlerFailed(
        ILogger log, string path, string messageId, int deliveryCount, Exception failure);

    [LoggerMessage(202, LogLevel.Error, "{Path}: message {Sequence} was not settled; it is delivered again.")]
    private static partial void SettlingFailed(ILogger log, string path, long sequence, Exception failure);
}
