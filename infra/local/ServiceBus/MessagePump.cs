using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>Hands the messages of a mailbox to a handler as they come, a number of them at a time.</summary>
/// <remarks>
/// <para>A handler that throws gives back what it did not settle, which is delivered again at once.</para>
/// <para>Of a session it takes one message or batch after the other, and gives the session back when it is
/// empty.</para>
/// </remarks>
internal sealed partial class MessagePump(
    Mailbox mailbox, PumpOptions options, Func<Deliveries, CancellationToken, Task> handler, ILogger log) : IDisposable
{
    private static readonly TimeSpan StorageIsAway = TimeSpan.FromMilliseconds(200);

    private readonly TimeSpan _holdFor = options.MaxLockRenewal == Timeout.InfiniteTimeSpan
        ? options.MaxLockRenewal
        : TimeSpan.FromTicks(Math.Max(options.MaxLockRenewal.Ticks, mailbox.Options.LockDuration.Ticks));

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _atWork;
    private bool _stopped;

    /// <summary>Whether a message that arrives now is handed on at once.</summary>
    public bool HasRoom => Volatile.Read(ref _atWork) < options.MaxConcurrent && !Volatile.Read(ref _stopped);

    /// <summary>Whether a handler runs.</summary>
    public bool IsAtWork => Volatile.Read(ref _atWork) > 0;

    /// <summary>Begins with what is there, and goes on with whatever arrives.</summary>
    public void Start() => mailbox.Attach(this);

    /// <summary>Takes what is ready, as far as there is room.</summary>
    public void Fill()
    {
        while (TryBegin() is { } turn)
            _ = RunAsync(turn);
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

    /// <summary>A session, or messages without one, that nobody else has.</summary>
    private sealed record Turn(SessionLock? Session, IReadOnlyList<MessageSettlement> Messages);

    private Turn? TryBegin()
    {
        lock (_lock)
        {
            if (_stopped || _atWork >= options.MaxConcurrent)
                return null;
            _atWork++; // Before anything is taken: seen from outside, it is always either waiting or at work.
            if (Take() is { } turn)
                return turn;
            _atWork--;
            return null;
        }
    }

    private Turn? Take()
    {
        if (mailbox.Options.RequiresSession)
            return mailbox.LockNextSession(_holdFor) is { } session ? new Turn(session, []) : null;
        var taken = Take(() => mailbox.Take(_holdFor));
        return taken.Count > 0 ? new Turn(Session: null, taken) : null;
    }

    private List<MessageSettlement> Take(Func<MessageSettlement?> next)
    {
        var taken = new List<MessageSettlement>();
        while (taken.Count < options.MaxBatch && next() is { } one)
            taken.Add(one);
        return taken;
    }

    private async Task RunAsync(Turn turn)
    {
        await Task.Yield();
        try
        {
            if (turn.Session is { } session)
                await HandleAsync(session);
            else
                await HandleAsync(turn.Messages, session: null);
        }
        finally
        {
            Leave();
        }
    }

    private async Task HandleAsync(SessionLock session)
    {
        try
        {
            while (!_stopped && !session.IsToBeReleased && Take(() => mailbox.Take(session)) is { Count: > 0 } taken)
                await HandleAsync(taken, session);
        }
        catch (ServiceBusException lost) when (lost.Reason == ServiceBusFailureReason.SessionLockLost)
        {
            // Somebody else goes on with the session.
        }
        finally
        {
            session.ReleaseOrLeave();
        }
    }

    private async Task HandleAsync(IReadOnlyList<MessageSettlement> taken, SessionLock? session)
    {
        try
        {
            var begun = new List<Delivery>();
            foreach (var settlement in taken)
            {
                if (await settlement.BeginAsync(_abandoned.Token) is { } message)
                    begun.Add(new Delivery(message, settlement));
            }
            if (begun.Count > 0)
                await HandleAsync(new Deliveries(begun, session));
        }
        catch (Exception) when (_stopped)
        {
            // The host ends; the messages are stored and delivered again at the next start.
        }
        catch (Exception failure)
        {
            // Storage is away: what is in our hands goes back, and is tried again until it is there.
            SettlingFailed(log, mailbox.Path, taken[0].Message.Sequence, failure);
            await Task.Delay(StorageIsAway);
            foreach (var settlement in taken)
                settlement.GiveBack();
        }
    }

    private async Task HandleAsync(Deliveries deliveries)
    {
        try
        {
            await handler(deliveries, _abandoned.Token);
        }
        catch (Exception failure) when (!_abandoned.IsCancellationRequested)
        {
            // Whatever a handler throws means the same: not now.
            var first = deliveries.Messages[0].Message;
            HandlerFailed(log, mailbox.Path, first.MessageId, first.DeliveryCount, failure);
            await SettleAsync(deliveries, settlement => settlement.AbandonAsync(null, _abandoned.Token));
            return;
        }
        if (options.CompletesAutomatically)
            await SettleAsync(deliveries, settlement => settlement.CompleteAsync(_abandoned.Token));
        else
            await SettleAsync(deliveries, LeaveAsync);
    }

    private static async Task SettleAsync(Deliveries deliveries, Func<MessageSettlement, Task> settle)
    {
        foreach (var (_, settlement) in deliveries.Messages.Where(one => !one.Settlement.IsSettled))
        {
            try
            {
                await settle(settlement);
            }
            catch (ServiceBusException lost) when (lost.Reason
                is ServiceBusFailureReason.MessageLockLost or ServiceBusFailureReason.SessionLockLost)
            {
                // Its lock ran out in this moment: it is delivered again.
            }
        }
    }

    private static Task LeaveAsync(MessageSettlement settlement)
    {
        settlement.LeaveToItsLock();
        return Task.CompletedTask;
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
